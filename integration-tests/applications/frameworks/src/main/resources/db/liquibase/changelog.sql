--liquibase formatted sql
-- SPDX-License-Identifier: Apache-2.0

--changeset orders:1
CREATE TABLE customers (name text);

--changeset orders:2
CREATE TABLE addresses (city text);
SELECT pg_sleep(${SECONDS});
ALTER TABLE customers ADD COLUMN city text;
