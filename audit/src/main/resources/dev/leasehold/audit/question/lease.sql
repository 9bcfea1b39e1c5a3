-- SPDX-License-Identifier: Apache-2.0
-- section: lease
SELECT l.lease_id, l.path, l.taken_at, l.renewals, l.renewed_at, l.ended_at, l.ended_by, l.address, l.display_name, l.request_id
FROM lease l JOIN question q ON q.name = l.lease_id;
-- section: roles
SELECT r.role, r.born_at, r.certainty
FROM role_candidate k JOIN question q ON q.name = k.lease_id JOIN role r ON r.role = k.role ORDER BY r.role;
-- section: pod
SELECT s.namespace, s.name, s.uid, s.account_name, s.node, s.address, s.images, s.started_at, s.ended_at, s.certainty
FROM lease_pod_shown s JOIN question q ON q.name = s.lease_id ORDER BY s.certainty;
-- section: sessions
SELECT s.started_at, s.ended_at, s.role, s.address, s.port, s.database_name, s.application, r.certainty AS role_certainty
FROM role_candidate k
JOIN question q ON q.name = k.lease_id
JOIN role r ON r.role = k.role
JOIN session s ON s.role = k.role AND NOT s.refused
ORDER BY s.started_at, s.address, s.port;
-- section: timeline
SELECT t.happened_at, t.event, t.role, t.detail
FROM timeline_with_agents t JOIN question q ON q.name = t.lease_id WHERE t.role_place <= 1000 ORDER BY t.happened_at;
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.role, f.address, f.occurrences, c.title, f.detail
FROM finding_in_order f JOIN finding_code c ON c.code = f.code
WHERE f.lease_id IN (SELECT name FROM question)
   OR f.role IN (SELECT k.role FROM role_candidate k JOIN question q ON q.name = k.lease_id)
ORDER BY CASE WHEN row_number() OVER (PARTITION BY f.code ORDER BY f.position) > 500 THEN 1 ELSE 0 END, f.code, f.position;
-- section: claims
SELECT a.role, a.namespace, a.name, a.certainty FROM agent_claim a JOIN question q ON q.name = a.lease_id ORDER BY a.role, a.pod_key;
