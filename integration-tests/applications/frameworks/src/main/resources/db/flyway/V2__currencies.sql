-- SPDX-License-Identifier: Apache-2.0
CREATE TABLE currencies (code text);
SELECT pg_sleep(${seconds});
ALTER TABLE prices ADD COLUMN currency text;
