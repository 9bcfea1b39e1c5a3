-- SPDX-License-Identifier: Apache-2.0
-- The role that Vault logs in with to create, renew and drop the short-lived ones.
-- Run once, as a superuser, after group-role.sql, then give it a password: \password vault

CREATE ROLE vault LOGIN CREATEROLE;
ALTER ROLE vault SET search_path = pg_catalog, pg_temp;
GRANT CONNECT ON DATABASE postgres TO vault;
GRANT pg_signal_backend TO vault;

DO $$
BEGIN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  IF current_setting('server_version_num')::int >= 160000 THEN
    EXECUTE 'GRANT app_rw TO vault WITH ADMIN TRUE, INHERIT FALSE, SET FALSE';
  ELSE
    GRANT app_rw TO vault WITH ADMIN OPTION;
  END IF;
END $$;
