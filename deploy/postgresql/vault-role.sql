-- The role that Vault logs in with to create, renew and drop the short-lived ones.
-- Run once, as a superuser, after group-role.sql, then give it a password: \password vault

CREATE ROLE vault LOGIN CREATEROLE;
GRANT CONNECT ON DATABASE app TO vault;
GRANT app_rw TO vault WITH ADMIN OPTION;
GRANT pg_signal_backend TO vault;
