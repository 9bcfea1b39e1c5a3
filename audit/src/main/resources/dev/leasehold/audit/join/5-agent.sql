-- SPDX-License-Identifier: Apache-2.0
-- What processes say of themselves, beside what the logs of servers say. All findings are made before: no line adds one or takes one away.

-- One file may have been read by two names, and one of them has no UID. A name that one pod alone has is that pod's.
CREATE TABLE agent_line_of_pod AS
SELECT DISTINCT
  l.happened_at, coalesce(l.uid, k.uid, l.namespace || '/' || l.name) AS pod_key, l.namespace, l.name, l.container, l.process, l.level, l.event,
  l.binding, l.role, l.detail
FROM source_agent_line l
LEFT JOIN (
  SELECT namespace, name, min(uid) AS uid
  FROM (
    SELECT namespace, name, uid FROM pod WHERE uid IS NOT NULL
    UNION
    SELECT namespace, name, uid FROM source_agent_line WHERE uid IS NOT NULL
  ) AS named
  GROUP BY namespace, name
  HAVING count(*) = 1
) AS k ON l.uid IS NULL AND k.namespace = l.namespace AND k.name = l.name;

-- A process can write any number of lines, and name any role in them. The newest ones of a pod have its first places, and the pods that name a role take
-- turns.
CREATE TABLE agent_line AS
SELECT
  placed.*,
  CASE WHEN pod_key IS NULL THEN 'claimed: a process of no known pod says it' ELSE 'claimed: a process of the pod says it' END AS certainty,
  row_number() OVER (PARTITION BY role ORDER BY turn, coalesce(pod_key, ''), place) AS role_place
FROM (
  SELECT numbered.*, row_number() OVER (PARTITION BY role, pod_key ORDER BY place) AS turn
  FROM (
    SELECT
      a.*,
      row_number() OVER (
        PARTITION BY pod_key
        ORDER BY CASE WHEN event = 'other' THEN 1 ELSE 0 END, happened_at DESC, coalesce(container, ''), coalesce(process, ''), event,
          coalesce(binding, ''), coalesce(role, ''), detail, level) AS place
    FROM agent_line_of_pod a
  ) AS numbered
) AS placed;

-- The leases that may be those of the roles that processes name and that servers' logs have.
CREATE TABLE agent_candidate AS
SELECT a.role, c.lease_id
FROM (SELECT DISTINCT role FROM source_agent_line) AS a
JOIN role_candidate c ON c.role = a.role;

-- Where no server's log has a role, its name has the second in which it was made. A process can name any number of roles of that second, so the leases
-- of the second are counted, and not listed for each role.
CREATE TABLE agent_role AS
SELECT role, CAST(NULL AS STRING) AS stem, CAST(NULL AS BIGINT) AS born_at, min(lease_id) AS lease_id, count(*) AS candidates
FROM agent_candidate
GROUP BY role
UNION ALL
SELECT a.role, a.stem, a.born_at, s.lease_id, s.candidates
FROM (SELECT DISTINCT role, stem, born_at FROM source_agent_line WHERE born_at IS NOT NULL) AS a
LEFT JOIN role_seen k ON k.role = a.role
JOIN (SELECT stem, second, min(lease_id) AS lease_id, count(*) AS candidates FROM lease_second GROUP BY stem, second) AS s
  ON s.stem = a.stem AND s.second = a.born_at
WHERE k.role IS NULL;

CREATE TABLE agent_named AS
SELECT DISTINCT role, pod_key, namespace, name FROM agent_line WHERE role IS NOT NULL AND pod_key IS NOT NULL;

-- Where the servers' logs leave open which lease is a role's, the one that belongs to the pod whose process names the role.
CREATE TABLE agent_lease AS
SELECT a.role, a.pod_key, a.namespace, a.name, o.lease_id, r.candidates
FROM agent_named a
JOIN agent_role r ON r.role = a.role AND r.candidates > 1
JOIN (
  SELECT c.role, p.pod_key, min(c.lease_id) AS lease_id
  FROM agent_candidate c JOIN lease_pod p ON p.lease_id = c.lease_id
  GROUP BY c.role, p.pod_key
  HAVING count(*) = 1
) AS o ON o.role = a.role AND o.pod_key = a.pod_key
UNION ALL
SELECT a.role, a.pod_key, a.namespace, a.name, o.lease_id, r.candidates
FROM agent_named a
JOIN agent_role r ON r.role = a.role
JOIN (
  SELECT s.stem, s.second, p.pod_key, min(s.lease_id) AS lease_id
  FROM lease_second s JOIN lease_pod p ON p.lease_id = s.lease_id
  GROUP BY s.stem, s.second, p.pod_key
  HAVING count(*) = 1
) AS o ON o.stem = r.stem AND o.second = r.born_at AND o.pod_key = a.pod_key;

-- Behind a proxy, the pod of a lease of which the role is known. As with each claim, it has the namespace and the service account of the token, was there
-- at that time, and is no other pod than the one that the token names.
CREATE TABLE agent_pod AS
SELECT a.role, a.pod_key, a.namespace, a.name, l.lease_id
FROM agent_named a
JOIN agent_role r ON r.role = a.role AND r.candidates = 1
JOIN lease l ON l.lease_id = r.lease_id
LEFT JOIN lease_pod p ON p.lease_id = l.lease_id
LEFT JOIN pod k ON k.pod_key = a.pod_key
CROSS JOIN setting c
WHERE p.lease_id IS NULL AND a.namespace = coalesce(l.account_namespace, a.namespace)
  AND coalesce(k.account_name = l.account_name, TRUE) AND coalesce(a.pod_key = l.pod_uid, a.name = l.pod, TRUE)
  AND coalesce(l.taken_at BETWEEN k.started_at - c.clock_skew AND coalesce(k.ended_at, l.taken_at) + c.clock_skew, TRUE)
  AND l.address IN (SELECT address FROM proxy);

CREATE VIEW agent_claim AS
SELECT
  role, lease_id, pod_key, namespace, name,
  'claimed: a process of the pod names the role, and one lease of that pod is among the ' || CAST(candidates AS STRING)
    || ' possible ones of the role' AS certainty
FROM agent_lease
UNION ALL
SELECT role, lease_id, pod_key, namespace, name, 'claimed: a process of the pod names the role, whose lease came through a proxy'
FROM agent_pod;

-- What pods have said last that are not rotated, failures first.
CREATE TABLE agent_cause AS
SELECT pod, happened_at, level, event, binding, detail, certainty
FROM (
  SELECT
    namespace || '/' || name AS pod, happened_at, level, event, binding, detail, certainty,
    row_number() OVER (
      PARTITION BY namespace, name
      ORDER BY CASE WHEN level IN ('ERROR', 'WARN') THEN 0 ELSE 1 END, happened_at DESC, place) AS turn
  FROM agent_line
  WHERE namespace || '/' || name IN (SELECT pod FROM finding WHERE code = 'LA13')
) AS said
WHERE turn = 1;

-- The places are those among the lines of a pod, and among those that name a role.
CREATE VIEW timeline_with_agents AS
SELECT happened_at, pod_key, lease_id, role, event, detail, 0 AS place, 0 AS role_place FROM timeline
UNION ALL
SELECT
  a.happened_at, a.pod_key, r.lease_id, a.role, 'claimed: ' || a.event,
  coalesce(a.namespace || '/' || a.name || ': ', '') || a.detail, a.place, a.role_place
FROM agent_line a LEFT JOIN role r ON r.role = a.role AND r.candidates = 1
WHERE a.event <> 'other';
