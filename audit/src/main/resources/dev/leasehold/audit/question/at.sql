-- SPDX-License-Identifier: Apache-2.0
-- section: roles
SELECT r.role, l.lease_id, l.path, l.taken_at, l.ended_at, p.namespace, p.name AS pod, l.address, r.certainty AS role_certainty, lp.certainty AS pod_certainty
FROM lease l
CROSS JOIN question q
LEFT JOIN role r ON r.lease_id = l.lease_id AND r.candidates = 1
LEFT JOIN lease_pod lp ON lp.lease_id = l.lease_id
LEFT JOIN pod p ON p.pod_key = lp.pod_key
WHERE l.taken_at <= q.happened_at AND coalesce(l.ended_at, l.sure_end_at, q.happened_at) >= q.happened_at
ORDER BY l.taken_at;
-- section: sessions
SELECT s.started_at, s.ended_at, s.role, s.address, s.port, s.database_name, s.application
FROM session s CROSS JOIN question q
WHERE NOT s.refused AND s.started_at <= q.happened_at AND coalesce(s.ended_at, q.happened_at) >= q.happened_at ORDER BY s.started_at, s.address, s.port;
