-- SPDX-License-Identifier: Apache-2.0
-- Lets Vault make short-lived roles that may become the owner of the tables, for migrations.
-- Run once, as a superuser, after vault-role.sql, and only where leasehold.set-role names that owner.

DO $$
BEGIN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  IF current_setting('server_version_num')::int >= 160000 THEN
    EXECUTE 'GRANT app_owner TO vault WITH ADMIN TRUE, INHERIT FALSE, SET FALSE';
  ELSE
    GRANT app_owner TO vault WITH ADMIN OPTION;
  END IF;
END $$;
