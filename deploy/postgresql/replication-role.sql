-- SPDX-License-Identifier: Apache-2.0
-- Lets Vault make short-lived roles that may follow a replication slot; PostgreSQL 16 or later.
-- Run once, as a superuser, after vault-role.sql. The server needs wal_level = logical.

ALTER ROLE vault REPLICATION;
