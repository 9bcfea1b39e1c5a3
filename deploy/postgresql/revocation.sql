-- SPDX-License-Identifier: Apache-2.0
SET LOCAL search_path = pg_catalog, pg_temp;

SELECT set_config('leasehold.role', $a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for${{name}}$a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for$::name, false);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_setting('leasehold.role')) THEN
    EXECUTE format('ALTER ROLE %I NOLOGIN', current_setting('leasehold.role'));
  END IF;
END $$;

COMMIT AND CHAIN;
SET LOCAL search_path = pg_catalog, pg_temp;

DO $$
DECLARE
  account CONSTANT name := current_setting('leasehold.role');
  account_id CONSTANT oid := (SELECT oid FROM pg_roles WHERE rolname = account);
  began CONSTANT timestamptz := clock_timestamp();
  sessions int[];
  signalled int[] := '{}';
  hidden int;
  starting int[] := ARRAY(
    SELECT pid
    FROM pg_locks
    WHERE locktype = 'object' AND classid = 'pg_database'::regclass AND mode = 'RowExclusiveLock'
    EXCEPT
    SELECT pid FROM pg_stat_activity WHERE usesysid IS NOT NULL);
BEGIN
  LOOP
    IF starting <> '{}' THEN
      starting := ARRAY(
        SELECT pid
        FROM pg_locks
        WHERE locktype = 'object' AND classid = 'pg_database'::regclass AND mode = 'RowExclusiveLock'
          AND pid = ANY (starting));
    END IF;
    PERFORM pg_stat_clear_snapshot();
    sessions := ARRAY(SELECT pid FROM pg_stat_activity WHERE usesysid = account_id);
    PERFORM pg_terminate_backend(pid) FROM unnest(sessions) AS pid WHERE pid <> ALL (signalled);
    signalled := sessions;
    EXIT WHEN sessions = '{}' AND starting = '{}';
    IF clock_timestamp() > began + interval '1 s' THEN
      FOREACH hidden IN ARRAY starting LOOP
        BEGIN
          PERFORM pg_terminate_backend(hidden);
        EXCEPTION WHEN insufficient_privilege THEN
          starting := array_remove(starting, hidden);
        END;
      END LOOP;
    END IF;
    IF clock_timestamp() > began + interval '5 s' THEN
      RAISE EXCEPTION 'the sessions of role % do not end: processes %', account, sessions || starting;
    END IF;
    PERFORM pg_sleep(0.005);
  END LOOP;
  EXECUTE format('DROP ROLE IF EXISTS %I', account);
END $$;
