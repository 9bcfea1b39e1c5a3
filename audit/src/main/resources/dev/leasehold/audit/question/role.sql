-- SPDX-License-Identifier: Apache-2.0
-- section: role
SELECT r.role, r.born_at, r.certainty FROM role r JOIN question q ON q.name = r.role
WHERE r.is_session = 1 OR r.lease_id IS NOT NULL OR r.role IN (SELECT role FROM source_role)
UNION ALL
SELECT q.name, NULL, 'none: not a role of Vault''s form' FROM question q
WHERE q.born_at IS NULL AND q.name NOT IN (SELECT role FROM role) AND q.name IN (SELECT role FROM session);
-- section: database
SELECT d.seen_at, d.valid_until AS valid_until_at FROM source_role d JOIN question q ON q.name = d.role ORDER BY d.seen_at;
-- section: lease
SELECT l.lease_id, l.path, l.taken_at, l.renewals, l.renewed_at, l.ended_at, l.ended_by, l.request_id
FROM lease l JOIN role r ON r.lease_id = l.lease_id JOIN question q ON q.name = r.role;
-- section: login
SELECT g.happened_at, g.path, l.address, l.display_name, l.account_namespace, l.account_name, l.auth_role, g.request_id
FROM lease l JOIN role r ON r.lease_id = l.lease_id JOIN question q ON q.name = r.role LEFT JOIN login g ON g.token = l.token;
-- section: pod
SELECT p.namespace, p.name, p.uid, p.account_name, p.node, p.address, p.images, p.started_at, p.ended_at, lp.certainty
FROM role r JOIN question q ON q.name = r.role JOIN lease_pod lp ON lp.lease_id = r.lease_id JOIN pod p ON p.pod_key = lp.pod_key
UNION ALL
SELECT
  coalesce(l.claimed_namespace, l.account_namespace), coalesce(l.claimed_pod, s.stamp_pod), l.claimed_uid, NULL, NULL, NULL, NULL, NULL, NULL,
  CASE
    WHEN l.claimed_pod IS NOT NULL THEN 'claimed: the request for the lease names the pod, and no saved pod confirms it'
    ELSE 'claimed: a session of the role names the pod, and no saved pod confirms it'
  END
FROM role_lease r
JOIN question q ON q.name = r.role
JOIN lease l ON l.lease_id = r.lease_id
LEFT JOIN lease_stamp s ON s.lease_id = r.lease_id
WHERE r.pod_key IS NULL AND coalesce(l.claimed_pod, s.stamp_pod) IS NOT NULL;
-- section: sessions
SELECT s.started_at, s.ended_at, s.address, s.port, s.database_name, s.application
FROM session s JOIN question q ON q.name = s.role WHERE NOT s.refused ORDER BY s.started_at, s.address, s.port;
-- section: timeline
SELECT t.happened_at, t.event, t.detail FROM timeline t JOIN question q ON q.name = t.role ORDER BY t.happened_at;
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.address, f.occurrences, c.title, f.detail
FROM finding_in_order f JOIN finding_code c ON c.code = f.code
WHERE f.role IN (SELECT name FROM question)
   OR f.lease_id IN (SELECT r.lease_id FROM role r JOIN question q ON q.name = r.role)
ORDER BY CASE WHEN row_number() OVER (PARTITION BY f.code ORDER BY f.position) > 500 THEN 1 ELSE 0 END, f.code, f.position;
-- section: refused
SELECT min(s.started_at) AS started_at, max(s.seen_at) AS until_at, s.address, s.state, count(*) AS logins
FROM session s JOIN question q ON q.name = s.role
WHERE s.refused
GROUP BY s.address, s.state
ORDER BY 1, 3, 4;
