-- SPDX-License-Identifier: Apache-2.0
-- Hands over what belongs to the login that the application has had so far (here: orders_app): its tables to app_owner,
-- its settings (ALTER ROLE ... SET) to app_settings, from which creation-settings.sql takes them.
-- Run as a superuser, in the application's database, after vault-role.sql; again when one of them has changed.

-- First of all, as a block's types are looked up before its first statement runs, and the login that owns the database
-- sets the path of everybody who comes.
SET search_path = pg_catalog, pg_temp;

GRANT app_rw, app_owner TO orders_app;
REASSIGN OWNED BY orders_app TO app_owner;

DO $$
DECLARE
  setting record;
  schema pg_catalog.name;
BEGIN
  FOR setting IN
    WITH settings AS (
      SELECT datname, rolname, entry[1] AS name, entry[2] AS value
      FROM pg_db_role_setting
      LEFT JOIN pg_roles ON pg_roles.oid = setrole
      LEFT JOIN pg_database ON pg_database.oid = setdatabase
      CROSS JOIN unnest(setconfig) AS line
      CROSS JOIN regexp_match(line, '^([^=]*)=(.*)$') AS entry
      WHERE rolname = 'orders_app' OR setrole = 0
    ), paths AS (
      SELECT value FROM settings
      WHERE name = 'search_path' AND coalesce(datname, current_database()) = current_database()
      ORDER BY rolname IS NULL, datname IS NULL
      LIMIT 1
    )
    SELECT datname, name, value FROM settings WHERE rolname = 'orders_app'
    UNION ALL
    -- The schema of the login's own name, which no other login finds by "$user".
    SELECT current_database(), 'search_path', replace(value, '"$user"', 'orders_app')
    FROM (SELECT coalesce((SELECT value FROM paths), '"$user", public')) AS path (value)
    WHERE value LIKE '%"$user"%' AND EXISTS (SELECT FROM pg_namespace WHERE nspname = 'orders_app')
  LOOP
    IF NOT EXISTS (SELECT FROM pg_settings WHERE name = setting.name AND context IN ('user', 'backend')) THEN
      IF current_setting('server_version_num')::int < 150000 THEN
        RAISE WARNING 'before PostgreSQL 15 only a superuser sets % for a role: it is left behind', setting.name;
        CONTINUE;
      END IF;
      EXECUTE format('GRANT SET ON PARAMETER %I TO vault', setting.name);
    END IF;
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
      'ALTER ROLE app_settings %s SET %I = %s',
      'IN DATABASE ' || quote_ident(setting.datname),
      setting.name,
      setting.value);
  END LOOP;

  FOR schema IN
    SELECT nspname FROM pg_namespace WHERE nspname = 'public' OR nspowner = to_regrole('app_owner')
  LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO app_rw', schema);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO app_rw', schema);
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO app_rw', schema);
    EXECUTE format(
      'ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA %I'
        ' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw',
      schema);
    EXECUTE format(
      'ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO app_rw',
      schema);
  END LOOP;
END $$;
