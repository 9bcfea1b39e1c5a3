-- SPDX-License-Identifier: Apache-2.0
-- section: roles
SELECT
  r.role, l.lease_id, l.path, l.taken_at, l.ended_at, s.namespace, s.name AS pod, l.address,
  coalesce(r.certainty, CASE WHEN l.lease_id IN (SELECT lease_id FROM role_candidate) THEN 'possible: one of the roles that audit lease shows' END) AS role_certainty,
  s.certainty AS pod_certainty
FROM lease l
CROSS JOIN question q
LEFT JOIN role r ON r.lease_id = l.lease_id
LEFT JOIN lease_pod_shown s ON s.lease_id = l.lease_id
WHERE l.taken_at <= q.happened_at AND coalesce(l.ended_at, l.sure_end_at, q.happened_at) >= q.happened_at
ORDER BY l.taken_at;
-- section: sessions
SELECT s.started_at, s.ended_at, s.role, s.address, s.port, s.database_name, s.application
FROM session s CROSS JOIN question q
WHERE NOT s.refused AND s.started_at <= q.happened_at AND coalesce(s.ended_at, q.happened_at) >= q.happened_at ORDER BY s.started_at, s.address, s.port;
