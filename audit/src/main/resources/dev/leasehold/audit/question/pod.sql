-- SPDX-License-Identifier: Apache-2.0
-- section: pods
SELECT p.namespace, p.name, p.uid, p.account_name, p.node, p.address, p.images, p.started_at, p.ended_at
FROM pod p JOIN question q ON q.name IN (p.name, p.namespace || '/' || p.name, p.uid)
UNION ALL
SELECT DISTINCT namespace, name, uid, account_name, node, address, images, started_at, ended_at FROM question_pod WHERE pod_key IS NULL
ORDER BY started_at, uid;
-- section: leases
SELECT l.taken_at, l.ended_at, l.lease_id, r.role, l.renewals, p.certainty AS pod_certainty, r.certainty AS role_certainty
FROM question_pod p
JOIN lease l ON l.lease_id = p.lease_id
LEFT JOIN role_candidate k ON k.lease_id = l.lease_id
LEFT JOIN role r ON r.role = k.role
ORDER BY l.taken_at, l.lease_id, r.role;
-- section: sessions
SELECT s.started_at, s.ended_at, s.role, s.address, s.port, s.database_name, s.application, r.certainty AS role_certainty
FROM session s JOIN role r ON r.role = s.role
WHERE NOT s.refused AND s.role IN (SELECT k.role FROM role_candidate k JOIN question_pod p ON p.lease_id = k.lease_id)
ORDER BY s.started_at, s.address, s.port;
-- section: timeline
SELECT t.happened_at, t.event, t.lease_id, t.role, t.detail
FROM timeline_with_agents t
WHERE t.place <= 1000 AND t.pod_key IN (
    SELECT p.pod_key FROM pod p JOIN question q ON q.name IN (p.name, p.namespace || '/' || p.name, p.uid)
    UNION ALL
    SELECT uid FROM question_pod WHERE pod_key IS NULL
  )
  OR t.place = 0 AND t.lease_id IN (SELECT lease_id FROM question_pod WHERE pod_key IS NULL)
ORDER BY t.happened_at;
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.role, f.lease_id, f.address, f.occurrences, c.title, f.detail
FROM finding_in_order f JOIN finding_code c ON c.code = f.code
WHERE f.pod IN (SELECT p.namespace || '/' || p.name FROM pod p JOIN question q ON q.name IN (p.name, p.namespace || '/' || p.name, p.uid))
   OR f.lease_id IN (SELECT lease_id FROM question_pod WHERE pod_key IS NULL)
ORDER BY CASE WHEN row_number() OVER (PARTITION BY f.code ORDER BY f.position) > 500 THEN 1 ELSE 0 END, f.code, f.position;
-- section: refused
SELECT min(s.started_at) AS started_at, max(s.seen_at) AS until_at, s.role, s.address, s.state, count(*) AS logins
FROM session s
WHERE s.refused AND s.role IN (SELECT k.role FROM role_candidate k JOIN question_pod p ON p.lease_id = k.lease_id)
GROUP BY s.role, s.address, s.state
ORDER BY 1, 3, 4, 5;
-- section: claims
SELECT a.role, l.lease_id, l.path, l.taken_at, l.ended_at, a.certainty
FROM agent_claim a
JOIN question q ON q.name IN (a.name, a.namespace || '/' || a.name, a.pod_key)
JOIN lease l ON l.lease_id = a.lease_id
ORDER BY l.taken_at, a.role;
-- section: agent
SELECT a.happened_at, a.container, a.process, a.level, a.event, a.binding, a.role, a.detail, a.certainty
FROM agent_line a JOIN question q ON q.name IN (a.name, a.namespace || '/' || a.name, a.pod_key)
WHERE a.place <= 1000 ORDER BY a.happened_at, a.place DESC;
