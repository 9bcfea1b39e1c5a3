-- SPDX-License-Identifier: Apache-2.0
-- section: lease
SELECT l.lease_id, l.path, l.taken_at, l.renewals, l.renewed_at, l.ended_at, l.ended_by, l.address, l.display_name, l.request_id
FROM lease l JOIN question q ON q.name = l.lease_id;
-- section: roles
SELECT r.role, r.born_at, r.certainty FROM role r JOIN question q ON q.name = r.lease_id;
-- section: pod
SELECT p.namespace, p.name, p.uid, p.account_name, p.node, p.address, p.images, p.started_at, p.ended_at, lp.certainty
FROM lease_pod lp JOIN question q ON q.name = lp.lease_id JOIN pod p ON p.pod_key = lp.pod_key;
-- section: sessions
SELECT s.started_at, s.ended_at, s.role, s.address, s.port, s.database_name, s.application
FROM session s JOIN role r ON r.role = s.role AND NOT s.refused JOIN question q ON q.name = r.lease_id ORDER BY s.started_at, s.address, s.port;
-- section: timeline
SELECT t.happened_at, t.event, t.role, t.detail FROM timeline t JOIN question q ON q.name = t.lease_id ORDER BY t.happened_at;
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.address, f.occurrences, c.title, f.detail
FROM finding_in_order f JOIN finding_code c ON c.code = f.code
WHERE f.lease_id IN (SELECT name FROM question)
   OR f.role IN (SELECT r.role FROM role r JOIN question q ON q.name = r.lease_id)
ORDER BY CASE WHEN row_number() OVER (PARTITION BY f.code ORDER BY f.position) > 500 THEN 1 ELSE 0 END, f.code, f.position;
