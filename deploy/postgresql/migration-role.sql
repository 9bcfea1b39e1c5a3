-- Lets Vault make short-lived roles that may become the owner of the tables, for migrations.
-- Run once, as a superuser, after vault-role.sql, and only where leasehold.set-role names that owner.

GRANT app_owner TO vault WITH ADMIN OPTION;
