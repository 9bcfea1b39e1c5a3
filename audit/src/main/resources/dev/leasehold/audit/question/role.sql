-- SPDX-License-Identifier: Apache-2.0
-- section: role
SELECT r.role, r.born_at, r.certainty FROM role r JOIN question q ON q.name = r.role
WHERE r.is_session = 1 OR r.candidates > 0 OR r.role IN (SELECT role FROM source_role)
UNION ALL
SELECT q.name, NULL, 'none: not a role of Vault''s form' FROM question q
WHERE q.born_at IS NULL AND q.name NOT IN (SELECT role FROM role) AND q.name IN (SELECT role FROM session);
-- section: database
SELECT d.seen_at, d.valid_until AS valid_until_at FROM source_role d JOIN question q ON q.name = d.role ORDER BY d.seen_at;
-- section: lease
SELECT l.lease_id, l.path, l.taken_at, l.renewals, l.renewed_at, l.ended_at, l.ended_by, l.request_id, r.certainty
FROM role_candidate k JOIN question q ON q.name = k.role JOIN role r ON r.role = k.role JOIN lease l ON l.lease_id = k.lease_id
ORDER BY l.taken_at, l.lease_id;
-- section: login
SELECT g.happened_at, g.path, l.address, l.display_name, l.account_namespace, l.account_name, l.auth_role, g.request_id, l.lease_id
FROM role_candidate k JOIN question q ON q.name = k.role JOIN lease l ON l.lease_id = k.lease_id LEFT JOIN login g ON g.token = l.token
ORDER BY l.taken_at, l.lease_id;
-- section: pod
SELECT DISTINCT
  s.namespace, s.name, s.uid, s.account_name, s.node, s.address, s.images, s.started_at, s.ended_at,
  CASE WHEN r.candidates > 1 THEN r.certainty || '; of that lease ' || s.certainty ELSE s.certainty END AS certainty
FROM role_candidate k
JOIN question q ON q.name = k.role
JOIN role r ON r.role = k.role
JOIN lease_pod_shown s ON s.lease_id = k.lease_id
ORDER BY certainty, s.namespace, s.name, s.uid;
-- section: sessions
SELECT s.started_at, s.ended_at, s.address, s.port, s.database_name, s.application
FROM session s JOIN question q ON q.name = s.role WHERE NOT s.refused ORDER BY s.started_at, s.address, s.port;
-- section: timeline
SELECT t.happened_at, t.event, t.detail
FROM timeline_with_agents t JOIN question q ON q.name = t.role WHERE t.role_place <= 1000 ORDER BY t.happened_at;
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.lease_id, f.address, f.occurrences, c.title, f.detail
FROM finding_in_order f JOIN finding_code c ON c.code = f.code
WHERE f.role IN (SELECT name FROM question)
   OR f.lease_id IN (SELECT k.lease_id FROM role_candidate k JOIN question q ON q.name = k.role)
ORDER BY CASE WHEN row_number() OVER (PARTITION BY f.code ORDER BY f.position) > 500 THEN 1 ELSE 0 END, f.code, f.position;
-- section: refused
SELECT min(s.started_at) AS started_at, max(s.seen_at) AS until_at, s.address, s.state, count(*) AS logins
FROM session s JOIN question q ON q.name = s.role
WHERE s.refused
GROUP BY s.address, s.state
ORDER BY 1, 3, 4;
-- section: claims
SELECT a.namespace, a.name, l.lease_id, l.path, l.taken_at, l.ended_at, a.certainty
FROM agent_claim a JOIN question q ON q.name = a.role JOIN lease l ON l.lease_id = a.lease_id
ORDER BY a.namespace, a.name, a.pod_key;
-- section: agent
SELECT a.happened_at, a.namespace, a.name, a.container, a.process, a.level, a.event, a.binding, a.detail, a.certainty
FROM agent_line a JOIN question q ON q.name = a.role
WHERE a.role_place <= 1000 ORDER BY a.happened_at, a.role_place;
