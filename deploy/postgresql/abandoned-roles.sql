-- SPDX-License-Identifier: Apache-2.0
-- Short-lived roles that no lease stands for any more: past their end, or no longer allowed to log in. Run at any time,
-- in any database, as anybody. The last column counts what keeps a role from being dropped, in all databases.

BEGIN;
SET LOCAL search_path = pg_catalog, pg_temp;

SELECT
  rolname AS role,
  rolvaliduntil AS valid_until,
  rolcanlogin AS can_login,
  (SELECT count(*) FROM pg_stat_activity WHERE usesysid = pg_roles.oid) AS sessions,
  (SELECT count(*) FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass AND refobjid = pg_roles.oid) AS objects
FROM pg_roles
WHERE rolvaliduntil < 'infinity'
  AND (rolvaliduntil < now() OR NOT rolcanlogin)
  AND EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid AND roleid = to_regrole('app_rw'))
ORDER BY rolvaliduntil;

COMMIT;
