-- SPDX-License-Identifier: Apache-2.0
-- One INSERT for each code; docs/audit.md has a section for each.

CREATE TABLE finding (
  code STRING, happened_at BIGINT, until_at BIGINT, role STRING, lease_id STRING, pod STRING, address STRING, occurrences BIGINT, detail STRING);

-- When all pods are known. Saved objects are to have all from the first one's start to their newest time. A list of a cluster has those of its own
-- time, and a watch those of all times since, as the cluster tells of each change. The API server's audit log has no pod that was not written.
CREATE TABLE pod_period AS
SELECT 0 AS is_live, min(s.started_at) AS begins_at, max(n.taken_at) AS ends_at
FROM source_pod s JOIN snapshot n ON n.snapshot = s.snapshot
WHERE n.is_live = 0 AND n.is_log = 0
UNION ALL
SELECT 1, min(happened_at), max(happened_at)
FROM (
  SELECT
    happened_at,
    sum(CASE WHEN action = 'pods listed' THEN 1 ELSE 0 END)
      OVER (ORDER BY happened_at, action ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS lists
  FROM source_pod_request
  WHERE action IN ('pods listed', 'pods watched')
) AS told
GROUP BY lists;

-- LA01 A role of Vault's form, for which the audit log has no lease.
INSERT INTO finding
SELECT 'LA01', min(r.born_at), max(s.seen_at), r.role, NULL, NULL, min(s.address), count(*),
  'a session ran as the role, and the audit log has no lease of the second in which the role was made'
FROM role r
JOIN session s ON s.role = r.role AND NOT s.refused
CROSS JOIN vault_period v
WHERE r.candidates = 0 AND r.born_at BETWEEN v.begins_at AND v.ends_at
GROUP BY r.role;

-- The same of a role that is there. What Vault has just made may be in no log yet.
INSERT INTO finding
SELECT 'LA01', d.born_at, d.seen_at, d.role, NULL, NULL, NULL, 1,
  'the role is in pg_roles, and the audit log has no lease of the second in which it was made'
FROM (SELECT role, max(born_at) AS born_at, max(seen_at) AS seen_at FROM source_role GROUP BY role) AS d
JOIN role r ON r.role = d.role
CROSS JOIN vault_period v
CROSS JOIN setting c
WHERE r.candidates = 0 AND d.born_at BETWEEN v.begins_at AND v.ends_at AND d.seen_at > d.born_at + c.clock_skew;

-- Leases of the clusters whose pods are known. Where the login of a token is not in the log, its display name begins with the mount.
CREATE TABLE lease_of_mount AS
SELECT DISTINCT l.lease_id, m.path
FROM lease l
JOIN auth_mount m ON l.login_path = 'auth/' || m.path || '/login'
  OR l.login_path IS NULL AND l.display_name = replace(m.path, '/', '-') || '-' || l.account_namespace || '-' || l.account_name
  OR l.login_path IS NULL AND l.display_name = replace(m.path, '/', '-') || '-system:serviceaccount:' || l.account_namespace || ':' || l.account_name;

-- A path that is written in another way than Vault has it would turn LA02 off.
INSERT INTO finding
SELECT 'LA14', NULL, NULL, NULL, NULL, NULL, NULL, 1,
  'no login and no lease is of --auth-mount ' || m.path || ': LA02 does not look for any there'
FROM auth_mount m
LEFT JOIN (
  SELECT 'auth/' || path || '/login' AS login_path FROM lease_of_mount
  UNION
  SELECT path FROM login
) AS k ON k.login_path = 'auth/' || m.path || '/login'
WHERE k.login_path IS NULL;

-- Leases of service accounts that belong to no known pod.
CREATE TABLE lease_without_pod AS
SELECT l.lease_id, l.token, l.address, l.taken_at
FROM lease l
LEFT JOIN lease_pod p ON p.lease_id = l.lease_id
LEFT JOIN (SELECT DISTINCT lease_id FROM lease_of_mount) AS m ON m.lease_id = l.lease_id
WHERE p.lease_id IS NULL AND (l.account_name IS NOT NULL OR l.pod IS NOT NULL OR l.pod_uid IS NOT NULL)
  AND (m.lease_id IS NOT NULL OR (SELECT count(*) FROM auth_mount) = 0)
  AND coalesce(l.address, '') NOT IN (SELECT address FROM proxy);

CREATE TABLE token_use AS
SELECT v.token, v.address, max(v.happened_at) AS used_at
FROM vault_response v
CROSS JOIN (SELECT max(is_live) AS is_live FROM pod_period) AS k
WHERE k.is_live = 1 AND v.token IN (SELECT token FROM lease_without_pod)
GROUP BY v.token, v.address;

-- Until when somebody used them: by the token from the same address, or in a session. The second time is that of a session that is open.
CREATE TABLE lease_use AS
SELECT lease_id, taken_at, max(used_at) AS used_at, max(open_at) AS open_at
FROM (
  SELECT lease_id, taken_at, taken_at AS used_at, CAST(NULL AS BIGINT) AS open_at FROM lease_without_pod
  UNION ALL
  SELECT l.lease_id, l.taken_at, t.used_at, CAST(NULL AS BIGINT)
  FROM lease_without_pod l JOIN token_use t ON t.token = l.token AND t.address = l.address
  UNION ALL
  SELECT l.lease_id, l.taken_at, coalesce(s.ended_at, s.seen_at), CASE WHEN s.ended_at IS NULL THEN s.live_at END
  FROM lease_without_pod l
  JOIN role r ON r.lease_id = l.lease_id
  JOIN session s ON s.role = r.role AND NOT s.refused
) AS uses
GROUP BY lease_id, taken_at;

-- LA02 A lease of a service account, and no pod that it could belong to. Of a pod that went before a cluster was asked nothing is known, so the lease
-- has to be in use after that.
INSERT INTO finding
SELECT 'LA02', l.taken_at, l.ended_at, r.role, l.lease_id, NULL, l.address, 1,
  'the service account ' || coalesce(l.account_namespace || '/' || l.account_name, '?')
    || ' took the lease, and no pod of that address or token had started' || coalesce('; the request claims to be ' || l.claimed_pod, '')
FROM lease l
JOIN (
  SELECT DISTINCT u.lease_id
  FROM lease_use u
  CROSS JOIN pod_period k
  CROSS JOIN setting c
  WHERE u.taken_at <= k.ends_at
    AND CASE
      WHEN k.is_live = 0 THEN u.taken_at >= k.begins_at - c.clock_skew
      ELSE u.used_at > k.begins_at + c.clock_skew OR coalesce(u.open_at >= k.begins_at - c.clock_skew, FALSE)
    END
) AS m ON m.lease_id = l.lease_id
LEFT JOIN role r ON r.lease_id = l.lease_id;

-- LA03 The verified token names one pod, and the request came from another address. A name without a UID may be that of several pods, which were there
-- at about that time: the address is of none of them. Of a pod of events alone nobody knows that it was there.
INSERT INTO finding
SELECT 'LA03', min(n.happened_at), max(n.happened_at), NULL, min(n.lease_id), n.pod, n.address, count(*),
  'the token names a pod with the address ' || n.pod_address
FROM (
  SELECT t.happened_at, t.request_id, t.lease_id, t.address, min(p.namespace || '/' || p.name) AS pod, min(p.address) AS pod_address
  FROM (
    SELECT happened_at, request_id, pod_uid, account_namespace, pod, address, NULL AS lease_id FROM login
    UNION ALL
    SELECT taken_at, request_id, pod_uid, account_namespace, pod, address, lease_id FROM lease
  ) AS t
  JOIN (
    SELECT uid AS pod_name, pod_key, namespace, name, address, started_at, ended_at, is_of_events FROM pod WHERE uid IS NOT NULL
    UNION ALL
    SELECT namespace || '/' || name, pod_key, namespace, name, address, started_at, ended_at, is_of_events FROM pod
  ) AS p ON p.pod_name = coalesce(t.pod_uid, t.account_namespace || '/' || t.pod)
  LEFT JOIN pod_address a ON a.pod_key = p.pod_key AND a.address = t.address
  CROSS JOIN setting c
  WHERE t.address NOT IN (SELECT address FROM proxy)
    AND (t.pod_uid IS NOT NULL OR t.happened_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, t.happened_at) + c.clock_skew)
  GROUP BY t.happened_at, t.request_id, t.lease_id, t.address
  HAVING bool_and(a.pod_key IS NULL AND (p.address IS NOT NULL OR p.is_of_events = 1)) AND count(p.address) > 0
) AS n
GROUP BY n.pod, n.pod_address, n.address;

-- Where a lease may be used from, and until when; and the same for each lease that may be that of a role.
CREATE TABLE lease_bound AS
SELECT l.lease_id, l.address, l.sure_end_at, p.pod_key, p.pod_address, p.pod_namespace || '/' || p.pod_name AS pod
FROM lease l
LEFT JOIN lease_place p ON p.lease_id = l.lease_id;

CREATE TABLE role_place AS
SELECT r.role, b.*
FROM role_candidate r
JOIN lease_bound b ON b.lease_id = r.lease_id;

-- What is known of a role, whichever of its candidates is its lease: where it may be used from, and until when.
CREATE TABLE role_bound AS
SELECT
  role, CASE WHEN count(*) = 1 THEN min(lease_id) END AS lease_id, CASE WHEN count(*) = 1 THEN min(pod) END AS pod,
  CASE WHEN count(*) = count(sure_end_at) THEN max(sure_end_at) END AS sure_end_at
FROM role_place
GROUP BY role;

-- LA04 A session from an address that is not the one of the lease's pod.
INSERT INTO finding
SELECT 'LA04', min(f.started_at), max(f.seen_at), f.role, min(b.lease_id), min(b.pod), f.address, count(*),
  'the lease belongs to ' || min(f.own_address)
FROM (
  SELECT
    s.session_key, s.role, s.address, min(s.started_at) AS started_at, max(s.seen_at) AS seen_at, min(coalesce(r.pod_address, r.address)) AS own_address
  FROM session s
  JOIN role_place r ON r.role = s.role
  LEFT JOIN pod_address a ON a.pod_key = r.pod_key AND a.address = s.address
  LEFT JOIN proxy x ON x.address = r.address
  WHERE NOT s.refused AND s.has_address AND s.address NOT IN (SELECT address FROM proxy)
  GROUP BY s.session_key, s.role, s.address
  HAVING bool_and(CASE WHEN r.pod_address IS NULL THEN s.address <> r.address AND x.address IS NULL ELSE a.pod_key IS NULL END)
) AS f
JOIN role_bound b ON b.role = f.role
GROUP BY f.role, f.address;

-- Until when a session without an end counts as open. A line that a client forges in text, and one of a clock that jumps, may be of any time. So no line
-- counts that is later than Vault's logs, and the end of a lease with Vault's newest entry does.
CREATE TABLE session_period AS
SELECT s.newest_at, least(s.newest_at, v.ends_at + c.clock_skew + 1) AS ends_at
FROM (SELECT max(happened_at) AS newest_at FROM source_session_line) AS s
CROSS JOIN (
  SELECT max(ends_at) AS ends_at
  FROM (SELECT ends_at FROM vault_period UNION ALL SELECT max(happened_at) FROM source_lease_end) AS logs
) AS v
CROSS JOIN setting c;

CREATE TABLE session_over AS
SELECT r.role, r.lease_id, r.pod, r.sure_end_at, s.address, coalesce(s.ended_at, e.ends_at) AS open_at, e.newest_at, c.clock_skew
FROM session s
JOIN role_bound r ON r.role = s.role
CROSS JOIN setting c
CROSS JOIN session_period e
WHERE NOT s.refused AND s.started_at <= r.sure_end_at + c.clock_skew
  AND coalesce(s.ended_at, e.newest_at) > r.sure_end_at + c.clock_skew;

-- LA05 A session that went on after its lease.
INSERT INTO finding
SELECT 'LA05', min(sure_end_at), max(open_at), role, min(lease_id), min(pod), min(address), count(*),
  'a session that had begun before was open after the end of the lease'
FROM session_over
WHERE open_at > sure_end_at + clock_skew
GROUP BY role;

INSERT INTO finding
SELECT 'LA14', NULL, max(newest_at), NULL, NULL, NULL, NULL, count(*),
  'PostgreSQL has lines after Vault''s newest entry: LA05 is not looked for in open sessions whose leases end between the two'
FROM session_over
WHERE open_at <= sure_end_at + clock_skew
HAVING count(*) > 0;

-- LA06 A role that could log in after its lease, or that Vault could not drop.
INSERT INTO finding
SELECT 'LA06', min(s.started_at), max(s.seen_at), r.role, min(r.lease_id), min(r.pod), min(s.address), count(*),
  'the role logged in after the end of its lease'
FROM session s
JOIN role_bound r ON r.role = s.role
CROSS JOIN setting c
WHERE NOT s.refused AND s.started_at > r.sure_end_at + c.clock_skew
GROUP BY r.role;

INSERT INTO finding
SELECT 'LA06', l.failed_at, NULL, r.role, l.lease_id, p.pod_namespace || '/' || p.pod_name, l.address, 1,
  'the log of the server says that the lease could not be revoked'
FROM lease l
LEFT JOIN role r ON r.lease_id = l.lease_id
LEFT JOIN lease_place p ON p.lease_id = l.lease_id
WHERE l.failed_at IS NOT NULL;

INSERT INTO finding
SELECT 'LA06', r.sure_end_at, d.seen_at, r.role, r.lease_id, r.pod, NULL, 1, 'the role is in pg_roles after the end of its lease'
FROM (SELECT role, max(seen_at) AS seen_at FROM source_role GROUP BY role) AS d
JOIN role_bound r ON r.role = d.role
CROSS JOIN setting c
WHERE d.seen_at > r.sure_end_at + c.clock_skew;

-- Who holds a lease: its pod, else the address of the request.
CREATE TABLE holding AS
SELECT
  l.lease_id, l.path, l.taken_at, l.account_namespace, l.account_name, l.display_name, l.max_ttl, l.sure_end_at,
  l.ended_by, coalesce(p.pod_key, 'address ' || coalesce(l.address, '?')) AS holder, p.pod_namespace || '/' || p.pod_name AS pod, l.address,
  p.started_at, p.ended_at, p.listed_at,
  coalesce(l.revoked_at, l.token_revoked_at) AS revoked_at,
  coalesce(l.ended_at, l.sure_end_at, l.renewed_at, l.taken_at) AS given_back_at
FROM lease l
LEFT JOIN lease_place p ON p.lease_id = l.lease_id
WHERE p.pod_key IS NOT NULL OR coalesce(l.address, '') NOT IN (SELECT address FROM proxy);

-- LA07 A pod with more roles of one path at once than a rotation needs.
INSERT INTO finding
SELECT 'LA07', min(happened_at), max(happened_at), NULL, max(lease_id), max(pod), max(address), max(held),
  'leases of ' || path || ' at once'
FROM (
  SELECT
    holder, path, happened_at, lease_id, pod, address,
    sum(change) OVER (PARTITION BY holder, path ORDER BY happened_at, change, lease_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS held
  FROM (
    SELECT holder, path, taken_at AS happened_at, 1 AS change, lease_id, pod, address FROM holding
    UNION ALL
    SELECT holder, path, given_back_at, -1, lease_id, pod, address FROM holding
  ) AS changes
) AS counts
CROSS JOIN setting c
WHERE held > c.most_roles
GROUP BY holder, path;

-- LA08 A holder that takes lease after lease: a restart loop.
INSERT INTO finding
SELECT 'LA08', min(before_at), max(taken_at), NULL, max(lease_id), CASE WHEN count(DISTINCT holder) = 1 THEN max(pod) END, max(address), count(*) + 5 * count(DISTINCT holder),
  'leases of ' || path || ' by ' || coalesce(account_namespace || '/' || account_name, display_name, '?') || '; pods or addresses with six or more: '
    || CAST(count(DISTINCT holder) AS STRING) || ' within the time of a loop'
FROM (
  SELECT *, lag(taken_at, 5) OVER (PARTITION BY holder, path ORDER BY taken_at) AS before_at FROM holding
) AS spaced
CROSS JOIN setting c
WHERE taken_at - before_at <= c.loop_window
GROUP BY path, account_namespace, account_name, display_name;

-- The same of a service whose pods end soon, each with a lease of its own: a Job that fails and is tried again. Pods of a rollout go on. Of a pod without
-- a time between start and end the start is not known.
INSERT INTO finding
SELECT 'LA08', min(before_at), max(taken_at), NULL, max(lease_id), NULL, max(address), count(*) + 5,
  'leases of ' || path || ' by ' || coalesce(account_namespace || '/' || account_name, display_name, '?')
    || ', each by another pod; pods that ended within the time of a loop: ' || CAST(count(*) + 5 AS STRING)
FROM (
  SELECT *, lag(taken_at, 5) OVER (PARTITION BY path, account_namespace, account_name, display_name ORDER BY taken_at, holder) AS before_at
  FROM (
    SELECT
      path, account_namespace, account_name, display_name, holder, min(taken_at) AS taken_at, max(lease_id) AS lease_id, max(address) AS address
    FROM holding CROSS JOIN setting c
    WHERE ended_at > started_at AND ended_at - started_at <= c.loop_window
    GROUP BY path, account_namespace, account_name, display_name, holder
  ) AS ended
) AS spaced
CROSS JOIN setting c
WHERE taken_at - before_at <= c.loop_window
GROUP BY path, account_namespace, account_name, display_name;

-- LA09 Credentials read by a token of no service account and no pod.
CREATE TABLE stranger_read AS
SELECT v.happened_at, v.path, v.lease_id, v.address, coalesce(v.display_name, 'a token without a name') AS reader, v.failed
FROM vault_response v
LEFT JOIN token_owner o ON o.token = v.token
WHERE v.kind = 'creds'
  AND CASE WHEN o.token IS NULL THEN coalesce(v.account_name, v.pod, v.pod_uid) ELSE coalesce(o.account_name, o.pod, o.pod_uid) END IS NULL
  AND coalesce(v.display_name, '') NOT IN (SELECT display_name FROM known_reader);

INSERT INTO finding
SELECT 'LA09', min(happened_at), max(happened_at), NULL, max(lease_id), NULL, address, count(*), 'reads of ' || path || ' by ' || reader
FROM stranger_read
WHERE NOT failed
GROUP BY path, reader, address;

-- Whoever is denied chooses the path: it is counted, and makes no finding of its own.
INSERT INTO finding
SELECT 'LA09', min(happened_at), max(happened_at), NULL, NULL, NULL, address, count(*),
  'denied reads of ' || CASE WHEN count(DISTINCT path) = 1 THEN min(path) ELSE CAST(count(DISTINCT path) AS STRING) || ' paths' END
    || ' by ' || reader
FROM stranger_read
WHERE failed
GROUP BY reader, address;

-- LA10 One token, two addresses that are not those of one pod, the token's.
CREATE TABLE token_address AS
SELECT
  token, address, min(happened_at) AS begins_at, max(happened_at) AS ends_at, max(display_name) AS display_name,
  max(account_namespace) AS account_namespace, max(account_name) AS account_name, max(pod) AS pod, max(pod_uid) AS pod_uid
FROM vault_response
WHERE token IS NOT NULL AND address IS NOT NULL AND address NOT IN (SELECT address FROM proxy)
GROUP BY token, address;

CREATE TABLE token_moved AS
SELECT
  m.token, CASE WHEN o.token IS NULL THEN m.account_namespace ELSE o.account_namespace END AS account_namespace,
  CASE WHEN o.token IS NULL THEN m.account_name ELSE o.account_name END AS account_name,
  CASE WHEN o.token IS NULL THEN m.pod ELSE o.pod END AS pod, CASE WHEN o.token IS NULL THEN m.pod_uid ELSE o.pod_uid END AS pod_uid,
  o.token IS NOT NULL AS has_login
FROM (
  SELECT
    token, max(account_namespace) AS account_namespace, max(account_name) AS account_name, max(pod) AS pod, max(pod_uid) AS pod_uid
  FROM token_address
  GROUP BY token
  HAVING count(*) > 1
) AS m
LEFT JOIN token_owner o ON o.token = m.token;

-- The pod that Vault has verified, else the one that logged in, else, of a token without a login, one of its service account.
CREATE TABLE token_pod AS
SELECT m.token, p.pod_key, p.started_at, p.ended_at
FROM token_moved m JOIN pod p ON p.uid = m.pod_uid
UNION
SELECT m.token, p.pod_key, p.started_at, p.ended_at
FROM token_moved m JOIN pod p ON p.namespace = m.account_namespace AND p.name = m.pod
WHERE m.pod_uid IS NULL
UNION
SELECT m.token, p.pod_key, p.started_at, p.ended_at
FROM token_moved m
JOIN login_pod g ON g.token = m.token
JOIN pod p ON p.pod_key = g.pod_key AND p.namespace = m.account_namespace AND p.account_name = m.account_name
WHERE m.pod IS NULL AND m.pod_uid IS NULL
UNION
SELECT m.token, p.pod_key, p.started_at, p.ended_at
FROM token_moved m
JOIN token_address t ON t.token = m.token
JOIN pod_address a ON a.address = t.address
JOIN pod p ON p.pod_key = a.pod_key AND p.namespace = m.account_namespace AND p.account_name = m.account_name
WHERE m.pod IS NULL AND m.pod_uid IS NULL AND NOT m.has_login;

CREATE TABLE token_home AS
SELECT h.token, h.pod_key, t.address
FROM token_pod h
JOIN token_address t ON t.token = h.token
JOIN pod_address a ON a.pod_key = h.pod_key AND a.address = t.address
CROSS JOIN setting c
WHERE t.begins_at >= h.started_at - c.clock_skew AND t.ends_at <= coalesce(h.ended_at, t.ends_at) + c.clock_skew;

-- Of several such pods the one with most of the addresses.
CREATE TABLE token_reuse AS
SELECT
  t.token, min(t.begins_at) AS begins_at, max(t.ends_at) AS ends_at, max(CASE WHEN h.address IS NULL THEN t.address END) AS address,
  count(*) AS addresses,
  'addresses used a token of ' || coalesce(max(t.display_name), '?') || ': ' || coalesce(min(h.address), min(t.address)) || ', '
    || max(CASE WHEN h.address IS NULL THEN t.address END) AS detail
FROM token_address t
JOIN token_moved m ON m.token = t.token
LEFT JOIN (
  SELECT token, pod_key, row_number() OVER (PARTITION BY token ORDER BY addresses DESC, pod_key) AS position
  FROM (SELECT token, pod_key, count(*) AS addresses FROM token_home GROUP BY token, pod_key) AS counted
) AS b ON b.token = t.token AND b.position = 1
LEFT JOIN token_home h ON h.token = t.token AND h.pod_key = b.pod_key AND h.address = t.address
GROUP BY t.token
HAVING count(h.address) < count(*);

-- The pod that logged in, where it is one of the token's service account: another one uses a copy.
INSERT INTO finding
SELECT 'LA10', t.begins_at, t.ends_at, NULL, NULL, w.pod, t.address, t.addresses, t.detail
FROM token_reuse t
LEFT JOIN (
  SELECT g.token, min(p.namespace || '/' || p.name) AS pod
  FROM login_pod g
  JOIN token_owner o ON o.token = g.token
  JOIN pod p ON p.pod_key = g.pod_key AND p.namespace = o.account_namespace AND p.account_name = o.account_name
  GROUP BY g.token
) AS w ON w.token = t.token;

-- Accounts that each pod may use: of leases, where Vault's log has the name or its hash is known, and those that the user knows.
CREATE TABLE expected_account AS
SELECT role FROM role_named
UNION
SELECT role FROM known_account;

-- Reads without a lease in the answer: of static roles, and of leases whose answer was wrapped. The role is null or a hash where Vault's log does not
-- have its name, and nobody has asked for its hash. Each device has a row with a hash of its own.
CREATE TABLE leaseless_read AS
SELECT
  coalesce(h.role, v.username) AS role, v.happened_at, v.address, v.lease_key,
  CASE WHEN o.token IS NULL THEN v.account_namespace ELSE o.account_namespace END AS account_namespace,
  CASE WHEN o.token IS NULL THEN v.account_name ELSE o.account_name END AS account_name
FROM vault_response v
LEFT JOIN token_owner o ON o.token = v.token
LEFT JOIN (
  SELECT DISTINCT s.request, a.role FROM source_account_hash a JOIN source_vault_response s ON s.username = a.username_hash
) AS h ON h.request = v.request
WHERE v.kind = 'creds' AND NOT v.failed AND v.lease_id IS NULL;

-- The pods at the address of a read, when it was read.
CREATE TABLE leaseless_read_pod AS
SELECT DISTINCT r.role, r.address, p.pod_key
FROM leaseless_read r
JOIN pod_address a ON a.address = r.address
JOIN pod p ON p.pod_key = a.pod_key
CROSS JOIN setting c
WHERE r.happened_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, r.happened_at) + c.clock_skew;

-- The pods that may use an account of a static role, whenever: those of the reader's service account, and those at the address of the read. Anybody
-- else who may read the password makes it no account of other pods.
CREATE TABLE static_place AS
SELECT r.role, a.address, p.started_at, p.ended_at
FROM (
  SELECT r.role, p.pod_key
  FROM (SELECT DISTINCT role, account_namespace, account_name FROM leaseless_read) AS r
  JOIN pod p ON p.namespace = r.account_namespace AND p.account_name = r.account_name
  UNION
  SELECT role, pod_key FROM leaseless_read_pod WHERE address NOT IN (SELECT address FROM proxy)
) AS r
JOIN pod p ON p.pod_key = r.pod_key
JOIN pod_address a ON a.pod_key = r.pod_key
WHERE r.role NOT LIKE 'hmac-sha256:%';

-- LA11 Another account: from a pod that has leases or that Leasehold was added to, or named by the user.
INSERT INTO finding
SELECT 'LA11', min(s.started_at), max(s.seen_at), s.role, NULL, min(h.pod), s.address, count(DISTINCT s.session_key),
  'sessions of an account that Vault did not make'
FROM session s
CROSS JOIN setting c
LEFT JOIN expected_account k ON k.role = s.role
LEFT JOIN static_place t ON t.role = s.role AND t.address = s.address
  AND s.started_at BETWEEN t.started_at - c.clock_skew AND coalesce(t.ended_at, s.started_at) + c.clock_skew
LEFT JOIN (
  SELECT a.address, p.namespace || '/' || p.name AS pod, p.started_at, p.ended_at
  FROM pod p
  JOIN pod_address a ON a.pod_key = p.pod_key
  LEFT JOIN (SELECT DISTINCT pod_key FROM lease_pod) AS l ON l.pod_key = p.pod_key
  WHERE l.pod_key IS NOT NULL OR p.injected
) AS h ON h.address = s.address AND s.started_at BETWEEN h.started_at - c.clock_skew AND coalesce(h.ended_at, s.started_at) + c.clock_skew
WHERE s.born_at IS NULL AND NOT s.refused AND (h.address IS NOT NULL AND k.role IS NULL AND t.role IS NULL OR s.role IN (SELECT role FROM static_account))
GROUP BY s.role, s.address;

-- LA12 The token of a service account, used from an address that only pods of other ones had.
INSERT INTO finding
SELECT 'LA12', min(w.happened_at), max(w.happened_at), NULL, NULL, w.pod, w.address, count(*),
  'logins with a token of ' || w.account_namespace || '/' || w.account_name || ' from a pod of ' || w.pod_account
FROM (
  SELECT
    g.token, g.happened_at, g.address, g.account_namespace, g.account_name, min(p.namespace || '/' || p.name) AS pod,
    min(p.namespace || '/' || p.account_name) AS pod_account
  FROM login g
  JOIN pod_address a ON a.address = g.address
  JOIN pod p ON p.pod_key = a.pod_key
  CROSS JOIN setting c
  WHERE g.account_name IS NOT NULL AND coalesce(g.address, '') NOT IN (SELECT address FROM proxy)
    AND g.happened_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, g.happened_at) + c.clock_skew
  GROUP BY g.token, g.happened_at, g.address, g.account_namespace, g.account_name
  HAVING bool_and(p.account_name IS NOT NULL AND (p.namespace <> g.account_namespace OR p.account_name <> g.account_name))
) AS w
GROUP BY w.pod, w.pod_account, w.address, w.account_namespace, w.account_name;

-- LA13 A pod that runs, and has taken no lease since the longest life of its last one. A lease from the address of several pods may be that of each.
INSERT INTO finding
SELECT 'LA13', h.taken_at + h.max_ttl, least(v.ends_at, h.listed_at), NULL, h.lease_id, h.pod, h.address, 1,
  'the pod runs, and the last lease of ' || h.path || ' is older than its longest life'
FROM (
  SELECT *, row_number() OVER (PARTITION BY holder, path ORDER BY taken_at DESC, lease_id) AS position FROM holding
) AS h
CROSS JOIN vault_period v
CROSS JOIN setting c
LEFT JOIN (
  SELECT k.pod_key, l.path, max(l.taken_at) AS taken_at
  FROM lease_pod_ranked k JOIN lease l ON l.lease_id = k.lease_id
  WHERE k.place = 1 AND k.alternatives > 1
  GROUP BY k.pod_key, l.path
) AS m ON m.pod_key = h.holder AND m.path = h.path
WHERE h.position = 1 AND h.pod IS NOT NULL AND h.ended_at IS NULL
  AND h.revoked_at IS NULL AND (h.ended_by IS NULL OR h.ended_by = 'server log')
  AND greatest(h.taken_at, coalesce(m.taken_at, h.taken_at)) + h.max_ttl + c.clock_skew < least(v.ends_at, h.listed_at);

-- The same of a pod that Leasehold was added to, and that has taken none in that time since it had an address. Behind a proxy a lease that belongs to no
-- known pod may be its own, and so may the password of a static role, which is no lease.
INSERT INTO finding
SELECT 'LA13', p.since + t.max_ttl, p.until_at, NULL, NULL, p.namespace || '/' || p.name, p.address, 1,
  'the pod runs, Leasehold was added to it, and it has taken no lease within the longest life of one'
FROM (
  SELECT
    o.pod_key, o.namespace, o.name, o.account_name, o.address, greatest(n.runs_since, v.begins_at) AS since, least(v.ends_at, o.listed_at) AS until_at
  FROM pod o
  JOIN (
    SELECT coalesce(uid, namespace || '/' || name) AS pod_key, min(started_at) AS runs_since
    FROM source_pod
    WHERE address IS NOT NULL
    GROUP BY coalesce(uid, namespace || '/' || name)
  ) AS n ON n.pod_key = o.pod_key
  CROSS JOIN vault_period v
  WHERE o.injected AND o.ended_at IS NULL AND o.listed_at IS NOT NULL
) AS p
CROSS JOIN (SELECT max(max_ttl) AS max_ttl FROM lease_term) AS t
CROSS JOIN setting c
LEFT JOIN (
  SELECT pod_key FROM lease_pod_ranked WHERE place = 1
  UNION
  SELECT pod_key FROM leaseless_read_pod
) AS k ON k.pod_key = p.pod_key
LEFT JOIN (
  SELECT l.account_namespace, l.account_name, 1 AS is_there
  FROM lease l
  LEFT JOIN lease_pod o ON o.lease_id = l.lease_id
  WHERE o.lease_id IS NULL AND l.address IN (SELECT address FROM proxy)
  UNION
  SELECT r.account_namespace, r.account_name, 1
  FROM leaseless_read r
  LEFT JOIN lease_unwrapped u ON u.lease_key = r.lease_key
  WHERE u.lease_key IS NULL AND r.address IN (SELECT address FROM proxy)
) AS x ON coalesce(x.account_name, p.account_name) = p.account_name AND coalesce(x.account_namespace, p.namespace) = p.namespace
WHERE k.pod_key IS NULL AND x.is_there IS NULL AND p.since + t.max_ttl + c.clock_skew < p.until_at;

-- LA14 Gaps: a request without its answer or the reverse, a token without its login, a lease without its answer, a line that is no entry. Whoever
-- may take a lease can also hide it: an answer that is wrapped leaves the log by sys/wrapping/rewrap, cubbyhole/response or a JWT.
CREATE TABLE gap (happened_at BIGINT, detail STRING);

-- An answer comes within 90 s, Vault's default_max_request_duration: its request or the answer itself may be outside of the log. That of a stream comes
-- when its client goes.
INSERT INTO gap
SELECT q.happened_at, 'an answer is missing'
FROM lease_request q
LEFT JOIN source_vault_response v ON v.request = q.request
CROSS JOIN vault_period p
WHERE v.request IS NULL AND NOT q.may_be_alone AND q.happened_at < p.ends_at - 90000;

INSERT INTO gap
SELECT v.happened_at, 'a request is missing'
FROM vault_response v
LEFT JOIN lease_request q ON q.request = v.request
CROSS JOIN vault_period p
WHERE q.request IS NULL AND v.kind <> 'stream' AND v.happened_at > p.begins_at + 90000;

INSERT INTO gap
SELECT min(v.token_issued_at), 'the login of a token is missing'
FROM vault_response v
LEFT JOIN login g ON g.token = v.token
CROSS JOIN vault_period p
WHERE g.token IS NULL AND v.account_name IS NOT NULL AND v.token_issued_at >= p.begins_at + 1000
GROUP BY v.token;

INSERT INTO gap
SELECT min(v.happened_at), 'the taking of a lease is missing'
FROM vault_response v
LEFT JOIN lease l ON l.lease_id = v.lease_id
CROSS JOIN vault_period p
WHERE v.kind = 'renew' AND NOT v.failed AND v.lease_id IS NOT NULL AND l.lease_id IS NULL AND v.token_issued_at >= p.begins_at + 1000
GROUP BY v.lease_id;

-- Five minutes are for an honest client. How long the answer stays wrapped is no bound, as whoever hides a lease chooses it.
INSERT INTO gap
SELECT v.happened_at, 'a lease was taken in a wrapped answer, and no entry takes it out'
FROM vault_response v
LEFT JOIN lease_unwrapped u ON u.lease_key = v.lease_key
CROSS JOIN vault_period p
WHERE v.kind = 'creds' AND NOT v.failed AND v.lease_id IS NULL AND v.lease_key IS NOT NULL AND u.lease_key IS NULL
  AND v.path NOT LIKE '%/static-creds/%' AND v.happened_at < p.ends_at - 300000;

-- The log begins and ends in the middle of requests.
INSERT INTO finding
SELECT 'LA14', min(g.happened_at), max(g.happened_at), NULL, NULL, NULL, NULL, count(*), g.detail
FROM gap g CROSS JOIN vault_period p
WHERE g.happened_at BETWEEN p.begins_at + 10000 AND p.ends_at - 10000
GROUP BY g.happened_at - g.happened_at % 60000, g.detail;

INSERT INTO finding SELECT 'LA14', NULL, NULL, NULL, NULL, NULL, NULL, line_count, detail FROM passed_over
WHERE source <> 'log lines of agents and sidecars';

INSERT INTO finding
SELECT 'LA14', NULL, NULL, NULL, NULL, NULL, NULL, count(*),
  'sessions have the name of a host and no address, as log_hostname is on: LA04 and LA11 do not know where they came from'
FROM session
WHERE NOT refused AND address IS NOT NULL AND NOT has_address
HAVING count(*) > 0;

-- LA15 A wrapping token that Vault refuses at another address than that which took the answer out, before the token would have expired. Whoever asked
-- for the answer may look up whether it was taken out, and a pod may use both of its addresses.
CREATE TABLE wrapping_refused AS
SELECT
  w.request_id, min(w.path) AS path, min(t.happened_at) AS taken_at, min(t.address) AS taken_from, max(t.display_name) AS taken_by,
  max(t.lease_id) AS lease_id, min(r.happened_at) AS refused_at, max(r.happened_at) AS until_at, min_by(r.address, r.happened_at) AS address,
  count(DISTINCT r.request) AS refusals
FROM wrapping w
JOIN wrapping t ON t.wrapping_token = w.wrapping_token AND t.event = 'taken'
JOIN wrapping r ON r.wrapping_token = w.wrapping_token AND r.event IN ('refused', 'lookup refused')
LEFT JOIN lease_request q ON q.request = t.request
LEFT JOIN (
  SELECT a.address, b.address AS other, p.started_at - c.clock_skew AS begins_at, p.ended_at + c.clock_skew AS ends_at
  FROM pod p
  JOIN pod_address a ON a.pod_key = p.pod_key
  JOIN pod_address b ON b.pod_key = p.pod_key
  CROSS JOIN setting c
) AS h ON h.address = t.address AND h.other = r.address AND t.happened_at >= h.begins_at AND r.happened_at <= coalesce(h.ends_at, r.happened_at)
WHERE w.event = 'wrapped' AND r.address <> t.address AND r.happened_at BETWEEN coalesce(q.happened_at, t.happened_at) AND w.ends_at
  AND NOT (r.event = 'lookup refused' AND r.address = w.address) AND h.address IS NULL
  AND t.address NOT IN (SELECT address FROM proxy) AND r.address NOT IN (SELECT address FROM proxy)
GROUP BY w.request_id;

INSERT INTO finding
SELECT 'LA15', f.taken_at, f.until_at, r.role, f.lease_id, p.pod, f.address, f.refusals,
  f.taken_from || coalesce(' (' || f.taken_by || ')', '') || ' took out the wrapped answer of ' || f.path || '; request ID of the answer: ' || f.request_id
FROM wrapping_refused f
LEFT JOIN role r ON r.lease_id = f.lease_id
LEFT JOIN (
  SELECT f.request_id, min(p.namespace || '/' || p.name) AS pod
  FROM wrapping_refused f
  JOIN pod_address a ON a.address = f.address
  JOIN pod p ON p.pod_key = a.pod_key
  CROSS JOIN setting c
  WHERE f.refused_at BETWEEN p.started_at - c.clock_skew AND coalesce(p.ended_at, f.refused_at) + c.clock_skew
  GROUP BY f.request_id
  HAVING count(*) = 1
) AS p ON p.request_id = f.request_id;

-- The order in which a bounded list shows findings. What was obtained comes before what was denied. Then come the first finding of each
-- role, pod and address, their second ones, and so on: whoever causes many findings moves back his own.
CREATE VIEW finding_in_order AS
SELECT
  code, happened_at, until_at, role, lease_id, pod, address, occurrences, detail,
  row_number() OVER (PARTITION BY code ORDER BY is_denied, greatest(turn_of_role, turn_of_pod, turn_of_address), place) AS position
FROM (
  SELECT
    placed.*, CASE WHEN detail LIKE 'denied %' THEN 1 ELSE 0 END AS is_denied,
    CASE WHEN role IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY code, role ORDER BY place) END AS turn_of_role,
    CASE WHEN pod IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY code, pod ORDER BY place) END AS turn_of_pod,
    CASE WHEN address IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY code, address ORDER BY place) END AS turn_of_address
  FROM (
    SELECT
      f.*,
      row_number() OVER (
        PARTITION BY code
        ORDER BY coalesce(happened_at, 0), coalesce(role, ''), coalesce(lease_id, ''), coalesce(pod, ''), coalesce(address, ''), detail) AS place
    FROM finding f
  ) AS placed
) AS turns;
