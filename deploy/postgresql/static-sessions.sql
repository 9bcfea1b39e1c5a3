-- SPDX-License-Identifier: Apache-2.0
-- Sessions in the application's database that use no short-lived role: a process without the agent, or one whose
-- role was dropped under it. Run at any time, in that database, as a superuser or a member of pg_read_all_stats.

BEGIN;
SET LOCAL search_path = pg_catalog, pg_temp;

SELECT
  coalesce(rolname, format('(dropped role %s)', usesysid)) AS login,
  client_addr,
  application_name,
  count(*) AS sessions,
  min(backend_start) AS oldest
FROM pg_stat_activity
LEFT JOIN pg_roles ON pg_roles.oid = usesysid
WHERE datname = current_database()
  AND pid <> pg_backend_pid()
  AND usesysid IS NOT NULL
  AND coalesce(rolvaliduntil, 'infinity') = 'infinity'
  AND rolsuper IS NOT TRUE
GROUP BY 1, 2, 3
ORDER BY 4 DESC, 1, 2, 3;

COMMIT;
