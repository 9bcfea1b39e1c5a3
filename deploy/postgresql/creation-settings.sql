-- SPDX-License-Identifier: Apache-2.0
SET LOCAL search_path = pg_catalog, pg_temp;

SELECT set_config('leasehold.role', $a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for${{name}}$a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for$::name, true);

DO $$
DECLARE
  setting record;
BEGIN
  FOR setting IN
    SELECT datname, entry[1] AS name, entry[2] AS value
    FROM pg_db_role_setting
    JOIN pg_roles ON pg_roles.oid = setrole
    LEFT JOIN pg_database ON pg_database.oid = setdatabase
    CROSS JOIN unnest(setconfig) AS line
    CROSS JOIN regexp_match(line, '^([^=]*)=(.*)$') AS entry
    WHERE rolname = 'app_settings'
  LOOP
    IF setting.name IN
      ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
    THEN
      SELECT coalesce(string_agg(quote_literal(coalesce(replace(item[1], '""', '"'), item[2])), ', '), '''''')
      INTO setting.value
      FROM regexp_matches(setting.value, '"((?:[^"]|"")*)"|([^[:space:],"]+)', 'g') AS item;
    ELSE
      setting.value := quote_literal(setting.value);
    END IF;
    EXECUTE format(
      'ALTER ROLE %I %s SET %I = %s',
      current_setting('leasehold.role'),
      'IN DATABASE ' || quote_ident(setting.datname),
      setting.name,
      setting.value);
  END LOOP;
END $$;
