-- SPDX-License-Identifier: Apache-2.0
-- section: pods
SELECT p.namespace, p.name, p.uid, p.account_name, p.node, p.address, p.images, p.started_at, p.ended_at
FROM pod p JOIN question q ON q.name IN (p.name, p.namespace || '/' || p.name, p.uid) ORDER BY p.started_at;
-- section: leases
SELECT l.taken_at, l.ended_at, l.lease_id, r.role, l.renewals, lp.certainty AS pod_certainty, r.certainty AS role_certainty
FROM lease_pod lp
JOIN pod p ON p.pod_key = lp.pod_key
JOIN question q ON q.name IN (p.name, p.namespace || '/' || p.name, p.uid)
JOIN lease l ON l.lease_id = lp.lease_id
LEFT JOIN role r ON r.lease_id = l.lease_id AND r.candidates = 1
ORDER BY l.taken_at;
-- section: sessions
SELECT s.started_at, s.ended_at, s.role, s.address, s.port, s.database_name, s.application
FROM session s JOIN role_lease r ON r.role = s.role JOIN question q ON q.name IN (r.pod_name, r.pod_namespace || '/' || r.pod_name, r.pod_key)
WHERE NOT s.refused ORDER BY s.started_at, s.address, s.port;
-- section: timeline
SELECT t.happened_at, t.event, t.lease_id, t.role, t.detail
FROM timeline t JOIN pod p ON p.pod_key = t.pod_key JOIN question q ON q.name IN (p.name, p.namespace || '/' || p.name, p.uid) ORDER BY t.happened_at;
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.role, f.lease_id, f.address, f.occurrences, c.title, f.detail
FROM finding_in_order f JOIN finding_code c ON c.code = f.code
JOIN pod p ON p.namespace || '/' || p.name = f.pod
JOIN question q ON q.name IN (p.name, p.namespace || '/' || p.name, p.uid)
ORDER BY CASE WHEN row_number() OVER (PARTITION BY f.code ORDER BY f.position) > 500 THEN 1 ELSE 0 END, f.code, f.position;
-- section: refused
SELECT min(s.started_at) AS started_at, max(s.seen_at) AS until_at, s.role, s.address, s.state, count(*) AS logins
FROM session s JOIN role_lease r ON r.role = s.role JOIN question q ON q.name IN (r.pod_name, r.pod_namespace || '/' || r.pod_name, r.pod_key)
WHERE s.refused
GROUP BY s.role, s.address, s.state
ORDER BY 1, 3, 4, 5;
