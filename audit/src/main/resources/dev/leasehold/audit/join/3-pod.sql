-- SPDX-License-Identifier: Apache-2.0
-- Pods, and the pod of each lease.

-- An input was saved at its newest time, or later. The end of a pod may be in the future: whoever deletes it chooses the time. A log has the pods that
-- were written in its time, and no others.
CREATE TABLE snapshot AS
SELECT snapshot, max(newest_at) AS taken_at, max(is_live) AS is_live, max(is_log) AS is_log
FROM (
  SELECT snapshot, coalesce(started_at, 0) AS newest_at, 0 AS is_live, 0 AS is_log FROM source_pod
  UNION ALL
  SELECT snapshot, happened_at, 0, 0 FROM source_pod_event
  UNION ALL
  SELECT
    snapshot, happened_at, CASE WHEN action IN ('pods listed', 'pods watched') THEN 1 ELSE 0 END, CASE WHEN action = 'pods logged' THEN 1 ELSE 0 END
  FROM source_pod_request
) AS times
GROUP BY snapshot;

-- Some requests name the pod alone. They belong to the only pod of that name.
CREATE TABLE pod_request AS
SELECT q.happened_at, q.action, q.namespace, q.name, coalesce(q.uid, k.uid) AS uid, q.account_name, q.node, q.requester
FROM source_pod_request q
LEFT JOIN (
  SELECT namespace, name, min(uid) AS uid
  FROM (
    SELECT namespace, name, uid FROM source_pod WHERE uid IS NOT NULL
    UNION
    SELECT namespace, name, uid FROM source_pod_event WHERE uid IS NOT NULL
    UNION
    SELECT namespace, name, uid FROM source_pod_request WHERE uid IS NOT NULL
  ) AS named
  GROUP BY namespace, name
  HAVING count(*) = 1
) AS k ON q.uid IS NULL AND k.namespace = q.namespace AND k.name = q.name
WHERE q.name IS NOT NULL OR q.uid IS NOT NULL;

-- A cluster of two families gives a pod an address of each, and a pod whose node has been started anew gets other ones.
CREATE TABLE pod_address AS
SELECT DISTINCT coalesce(uid, namespace || '/' || name) AS pod_key, address FROM source_pod WHERE address IS NOT NULL;

-- Whoever may create events of a pod makes any name and start for its UID, so lists and the API server's audit log come first.
CREATE TABLE pod AS
SELECT
  pod_key,
  coalesce(max(CASE WHEN listed_at IS NOT NULL THEN namespace END), max(CASE WHEN is_event = 0 THEN namespace END), max(namespace)) AS namespace,
  coalesce(max(CASE WHEN listed_at IS NOT NULL THEN name END), max(CASE WHEN is_event = 0 THEN name END), max(name)) AS name,
  max(uid) AS uid, max(account_name) AS account_name, max(node) AS node,
  CASE WHEN min(address) < max(address) THEN min(address) || ' ' || max(address) ELSE min(address) END AS address, max(images) AS images,
  coalesce(min(CASE WHEN listed_at IS NOT NULL THEN started_at END), min(CASE WHEN is_event = 0 THEN started_at END), min(started_at)) AS started_at,
  max(ended_at) AS ended_at, bool_or(injected) AS injected, max(listed_at) AS listed_at, min(is_event) AS is_of_events
FROM (
  SELECT
    coalesce(uid, namespace || '/' || name) AS pod_key, namespace, name, uid, account_name, node, address, images,
    started_at, ended_at, injected, n.taken_at AS listed_at, 0 AS is_event
  FROM source_pod s JOIN snapshot n ON n.snapshot = s.snapshot
  UNION ALL
  SELECT coalesce(uid, namespace || '/' || name), namespace, name, uid, NULL, NULL, NULL, NULL, happened_at, NULL, FALSE, NULL, 1
  FROM source_pod_event
  WHERE reason IN ('Scheduled', 'Pulled', 'Created', 'Started')
  UNION ALL
  SELECT
    coalesce(uid, namespace || '/' || name), namespace, name, uid, account_name, node, NULL, NULL, happened_at,
    CASE WHEN action = 'pod deleted' THEN happened_at END, FALSE, NULL, 0
  FROM pod_request
) AS seen
GROUP BY pod_key;

-- What a session of a lease calls its pod: the name, or the last 44 characters of a longer one.
CREATE TABLE lease_stamp AS
SELECT r.lease_id, min_by(s.stamp_pod, s.started_at) AS stamp_pod
FROM session s JOIN role r ON r.role = s.role
WHERE s.stamp_pod IS NOT NULL AND NOT s.refused AND r.lease_id IS NOT NULL
GROUP BY r.lease_id;

-- What a client says of its pod: in the request for the lease, and in the name of a session.
CREATE TABLE lease_claim AS
SELECT l.lease_id, p.pod_key, 3 AS preference, 'request' AS how
FROM lease l JOIN pod p ON p.uid = l.claimed_uid
UNION ALL
SELECT l.lease_id, p.pod_key, 3, 'request'
FROM lease l JOIN pod p ON p.name = l.claimed_pod
WHERE l.claimed_uid IS NULL AND coalesce(l.claimed_namespace, p.namespace) = p.namespace
UNION ALL
SELECT s.lease_id, p.pod_key, 4, 'session'
FROM lease_stamp s JOIN pod p ON substr(p.name, greatest(length(p.name) - 43, 1)) = s.stamp_pod;

-- A claim counts behind a proxy alone: anybody can make it, and it hides no finding elsewhere. It is of no other pod than the one that the token
-- names. A pod of events alone has to have the name that the token has, too. Pods of a StatefulSet have one name after each other: without a UID
-- their times count, and of two the one at the address of the request fits.
CREATE TABLE lease_pod_candidate AS
SELECT l.lease_id, p.pod_key, 1 AS preference, 'token' AS how, p.started_at, 1 AS is_fitting
FROM lease l JOIN pod p ON p.uid = l.pod_uid
WHERE coalesce(p.namespace = l.account_namespace, TRUE) AND (p.listed_at IS NOT NULL OR coalesce(p.name = l.pod, TRUE))
UNION ALL
SELECT l.lease_id, p.pod_key, 1, 'token', p.started_at, CASE WHEN a.pod_key IS NULL THEN 0 ELSE 1 END
FROM lease l
JOIN pod p ON p.namespace = l.account_namespace AND p.name = l.pod
LEFT JOIN pod_address a ON a.pod_key = p.pod_key AND a.address = l.address
CROSS JOIN setting c
WHERE l.pod_uid IS NULL AND l.taken_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, l.taken_at) + c.clock_skew
UNION ALL
SELECT l.lease_id, p.pod_key, 2, 'address', p.started_at, CASE WHEN p.account_name = l.account_name AND p.namespace = l.account_namespace THEN 1 ELSE 0 END
FROM lease l
JOIN pod_address a ON a.address = l.address
JOIN pod p ON p.pod_key = a.pod_key
CROSS JOIN setting c
WHERE l.taken_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, l.taken_at) + c.clock_skew
  AND coalesce(l.address, '') NOT IN (SELECT address FROM proxy)
UNION ALL
SELECT
  l.lease_id, p.pod_key, k.preference, k.how, p.started_at,
  CASE WHEN p.account_name = l.account_name AND p.namespace = l.account_namespace THEN 1 ELSE 0 END
FROM lease_claim k
JOIN lease l ON l.lease_id = k.lease_id
JOIN pod p ON p.pod_key = k.pod_key
CROSS JOIN setting c
WHERE l.taken_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, l.taken_at) + c.clock_skew
  AND coalesce(l.account_namespace, p.namespace) = p.namespace AND coalesce(p.account_name = l.account_name, TRUE)
  AND coalesce(p.uid = l.pod_uid, p.name = l.pod, TRUE) AND l.address IN (SELECT address FROM proxy);

CREATE TABLE lease_pod_known AS
SELECT d.*, CASE WHEN k.lease_id IS NULL THEN 0 ELSE 1 END AS is_claimed
FROM lease_pod_candidate d
LEFT JOIN lease_claim k ON k.lease_id = d.lease_id AND k.pod_key = d.pod_key AND k.how = 'request';

-- In the first place are all pods that the lease may belong to, of which one comes first.
CREATE TABLE lease_pod_ranked AS
SELECT
  lease_id, pod_key, how, is_claimed,
  rank() OVER (PARTITION BY lease_id ORDER BY preference, is_fitting DESC) AS place,
  row_number() OVER (PARTITION BY lease_id ORDER BY preference, is_fitting DESC, is_claimed DESC, started_at DESC, pod_key) AS position,
  count(*) OVER (PARTITION BY lease_id, preference, is_fitting) AS alternatives
FROM lease_pod_known;

CREATE TABLE lease_pod AS
SELECT lease_id, pod_key, how,
  CASE
    WHEN how = 'token' AND alternatives > 1
      THEN 'possible: the token that Vault verified has the name of the pod, which is one of ' || CAST(alternatives AS STRING) || ' of that name'
    WHEN how = 'token' THEN 'certain: the token that Vault verified names the pod'
    WHEN how = 'address' AND alternatives = 1 THEN 'nearly certain: the request came from the address of the pod'
    WHEN how = 'address' AND is_claimed = 1
      THEN 'likely: the request names the pod, which is one of ' || CAST(alternatives AS STRING) || ' at the address of the request'
    WHEN how = 'address' THEN 'possible: one of ' || CAST(alternatives AS STRING) || ' pods at the address of the request'
    WHEN how = 'request' THEN 'claimed: the request for the lease names the pod'
    ELSE 'claimed: a session of the role names the pod'
  END AS certainty
FROM lease_pod_ranked
WHERE position = 1;

-- What is shown as the pod of a lease. Where no list and no log has the pod that Vault has verified, it is shown all the same, and comes before a claim.
CREATE VIEW lease_pod_shown AS
SELECT
  p.lease_id, d.pod_key, d.namespace, d.name, d.uid, d.account_name, d.node, d.address, d.images, d.started_at, d.ended_at, p.how,
  CASE
    WHEN p.how = 'address' AND coalesce(l.pod_uid, l.pod) IS NOT NULL
      THEN 'possible: the request came from the address of the pod, and the token that Vault verified names another'
    ELSE p.certainty
  END AS certainty
FROM lease_pod p
JOIN pod d ON d.pod_key = p.pod_key
JOIN lease l ON l.lease_id = p.lease_id
WHERE p.how IN ('token', 'address') OR coalesce(l.pod_uid, l.pod) IS NULL
UNION ALL
SELECT
  l.lease_id, NULL, l.account_namespace, l.pod, l.pod_uid, l.account_name, NULL, NULL, NULL, NULL, NULL, 'token',
  'certain: the token that Vault verified names the pod; no saved pod has it'
FROM lease l
LEFT JOIN lease_pod p ON p.lease_id = l.lease_id AND p.how = 'token'
WHERE p.lease_id IS NULL AND coalesce(l.pod_uid, l.pod) IS NOT NULL
UNION ALL
SELECT
  l.lease_id, NULL, coalesce(l.claimed_namespace, l.account_namespace), coalesce(l.claimed_pod, s.stamp_pod), l.claimed_uid, NULL, NULL, NULL, NULL, NULL,
  NULL, 'claim',
  CASE
    WHEN l.claimed_pod IS NOT NULL THEN 'claimed: the request for the lease names the pod, and no saved pod confirms it'
    ELSE 'claimed: a session of the role names the pod, and no saved pod confirms it'
  END
FROM lease l
LEFT JOIN lease_pod p ON p.lease_id = l.lease_id
LEFT JOIN lease_stamp s ON s.lease_id = l.lease_id
WHERE p.lease_id IS NULL AND coalesce(l.pod_uid, l.pod) IS NULL AND coalesce(l.claimed_pod, s.stamp_pod) IS NOT NULL;

-- Leases of the pod that the question names. A claim that no pod confirms is none.
CREATE VIEW question_pod AS
SELECT s.*
FROM lease_pod_shown s
JOIN question q ON q.name IN (s.name, s.namespace || '/' || s.name, s.uid)
WHERE s.how <> 'claim';

-- The one pod that had an address at the time of a login.
CREATE TABLE login_pod AS
SELECT g.token, g.happened_at, min(p.pod_key) AS pod_key
FROM login g
JOIN pod_address a ON a.address = g.address
JOIN pod p ON p.pod_key = a.pod_key
CROSS JOIN setting c
WHERE g.happened_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, g.happened_at) + c.clock_skew
  AND coalesce(g.address, '') NOT IN (SELECT address FROM proxy)
GROUP BY g.token, g.happened_at
HAVING count(DISTINCT p.pod_key) = 1;

CREATE TABLE lease_place AS
SELECT
  lp.lease_id, lp.pod_key, lp.how AS pod_how, p.namespace AS pod_namespace, p.name AS pod_name, p.address AS pod_address, p.started_at, p.ended_at,
  p.listed_at
FROM lease_pod lp
LEFT JOIN pod p ON p.pod_key = lp.pod_key;

CREATE TABLE role_taken AS
SELECT
  r.role, r.born_at, r.is_session, r.lease_id, r.how, r.candidates, r.certainty,
  l.path, l.taken_at, l.ended_at, l.sure_end_at, l.address, l.display_name, l.account_namespace, l.account_name, l.failed_at
FROM role r
LEFT JOIN lease l ON l.lease_id = r.lease_id;

CREATE TABLE role_lease AS
SELECT t.*, p.pod_key, p.pod_how, p.pod_namespace, p.pod_name, p.pod_address
FROM role_taken t
LEFT JOIN lease_place p ON p.lease_id = t.lease_id;

-- Without sessions that were refused: whoever reaches the port makes any number of them, in the name of any role.
CREATE VIEW timeline AS
SELECT g.happened_at, p.pod_key, CAST(NULL AS STRING) AS lease_id, CAST(NULL AS STRING) AS role, 'login' AS event, g.path || ' from ' || g.address AS detail
FROM login g LEFT JOIN login_pod p ON p.token = g.token AND p.happened_at = g.happened_at
UNION ALL
SELECT l.taken_at, p.pod_key, l.lease_id, r.role, 'lease taken', l.path || ' from ' || l.address
FROM lease l LEFT JOIN lease_pod p ON p.lease_id = l.lease_id LEFT JOIN role r ON r.lease_id = l.lease_id
UNION ALL
SELECT l.renewed_at, p.pod_key, l.lease_id, r.role, 'lease renewed', 'last of ' || CAST(l.renewals AS STRING)
FROM lease l LEFT JOIN lease_pod p ON p.lease_id = l.lease_id LEFT JOIN role r ON r.lease_id = l.lease_id
WHERE l.renewed_at IS NOT NULL
UNION ALL
SELECT l.ended_at, p.pod_key, l.lease_id, r.role, 'lease ended', l.ended_by
FROM lease l LEFT JOIN lease_pod p ON p.lease_id = l.lease_id LEFT JOIN role r ON r.lease_id = l.lease_id
WHERE l.ended_at IS NOT NULL
UNION ALL
SELECT s.started_at, r.pod_key, r.lease_id, s.role, 'session started', 'from ' || coalesce(s.address, '?') || ' to ' || coalesce(s.database_name, '?')
FROM session s LEFT JOIN role_lease r ON r.role = s.role
WHERE NOT s.refused
UNION ALL
SELECT s.ended_at, r.pod_key, r.lease_id, s.role, 'session ended', 'from ' || coalesce(s.address, '?')
FROM session s LEFT JOIN role_lease r ON r.role = s.role
WHERE s.ended_at IS NOT NULL AND NOT s.refused
UNION ALL
SELECT happened_at, coalesce(uid, namespace || '/' || name), NULL, NULL, action, coalesce('by ' || requester, '') || coalesce(' on ' || node, '')
FROM pod_request
UNION ALL
SELECT started_at, pod_key, NULL, NULL, 'pod started', coalesce('on ' || node, '') FROM pod WHERE started_at IS NOT NULL
UNION ALL
SELECT ended_at, pod_key, NULL, NULL, 'pod ended', '' FROM pod WHERE ended_at IS NOT NULL;
