-- SPDX-License-Identifier: Apache-2.0
-- Lets Vault pass on the rights that an application needs to make and alter its own tables.
-- Run once, as an administrator, after vault-user.sql, and only where creation-migration.sql is used.

GRANT CREATE, ALTER, DROP, INDEX, REFERENCES ON app.* TO 'vault'@'%' WITH GRANT OPTION;
