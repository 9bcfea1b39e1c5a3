-- SPDX-License-Identifier: Apache-2.0
-- Sessions from PostgreSQL's log, and the lease that each role belongs to.

-- An address has digits and dots alone, or a colon, or is that of a Unix socket. With log_hostname PostgreSQL writes names of hosts.
-- A line after its end proves that a session had not ended, and a line after a refusal that it was not refused. What pg_stat_activity says (live) comes
-- after all lines. What a session is named
-- first is its name: a statement changes it at any time.
CREATE TABLE session_line AS
SELECT
  session_key, min(coalesce(session_start, happened_at)) AS started_at, max(happened_at) AS seen_at,
  max(CASE WHEN event = 'end' THEN happened_at END) AS end_at, max(CASE WHEN event = 'end' THEN line_number END) AS end_line,
  max(CASE WHEN event = 'refused' THEN line_number END) AS refused_line, max(CASE WHEN event = 'line' THEN line_number END) AS last_line,
  max(role) AS role, max(database_name) AS database_name,
  coalesce(max(CASE WHEN event = 'live' THEN address END), max(address)) AS address, max(port) AS port,
  min_by(application, CASE WHEN application <> '' THEN line_number END) AS application,
  max(stem) AS stem, max(born_at) AS born_at, max(state) AS state, max(CASE WHEN event = 'live' THEN happened_at END) AS live_at
FROM source_session_line
GROUP BY session_key;

CREATE TABLE session AS
SELECT
  session_key, started_at, CASE WHEN end_line > coalesce(last_line, 0) THEN end_at END AS ended_at, seen_at,
  role, database_name, address, coalesce(regexp_extract(address, '(^[0-9.]+$|:|^[^a-zA-Z0-9])', 1) <> '', FALSE) AS has_address, port, application,
  nullif(regexp_extract(application, '^leasehold/(.+)/([0-9a-f]{8})$', 1), '') AS stamp_pod,
  nullif(regexp_extract(application, '^leasehold/(.+)/([0-9a-f]{8})$', 2), '') AS stamp_lease,
  stem, born_at, coalesce(refused_line > greatest(coalesce(last_line, 0), coalesce(end_line, 0)), FALSE) AS refused, state,
  live_at
FROM session_line;

-- Accounts whose hash Vault has told. Each device hashes with a key of its own, so the rows of all devices count.
CREATE TABLE role_hashed AS
SELECT DISTINCT h.role, v.lease_id
FROM source_account_hash h
JOIN source_vault_response v ON v.username = h.username_hash
WHERE v.lease_id IS NOT NULL AND NOT v.failed;

-- The lease that the first session names: whoever has the credential later names any.
CREATE TABLE role_seen AS
SELECT
  role, max(stem) AS stem, max(born_at) AS born_at,
  min_by(stamp_lease, CASE WHEN stamp_lease IS NOT NULL THEN started_at END) AS stamp_lease, max(is_session) AS is_session
FROM (
  SELECT role, stem, born_at, stamp_lease, started_at, 1 AS is_session FROM session WHERE born_at IS NOT NULL AND NOT refused
  UNION ALL
  SELECT username, NULL, NULL, NULL, NULL, 0 FROM lease WHERE username IS NOT NULL AND username NOT LIKE 'hmac-sha256:%'
  UNION ALL
  SELECT role, NULL, NULL, NULL, NULL, 0 FROM role_hashed
  UNION ALL
  SELECT role, stem, born_at, NULL, NULL, 0 FROM source_role
  UNION ALL
  SELECT name, stem, born_at, NULL, NULL, 0 FROM question WHERE born_at IS NOT NULL
) AS seen
GROUP BY role;

CREATE TABLE role_named AS
SELECT r.role, l.lease_id, 'username' AS how
FROM role_seen r JOIN lease l ON l.username = r.role
UNION ALL
SELECT h.role, l.lease_id, 'hash' FROM role_hashed h JOIN lease l ON l.lease_id = h.lease_id;

-- The session names its lease by 32 bits; the name of the role has the second of the lease.
CREATE TABLE role_stamped AS
SELECT r.role, min(l.lease_id) AS lease_id, 'session' AS how
FROM role_seen r
JOIN lease l ON l.fingerprint = r.stamp_lease AND l.stem = r.stem
LEFT JOIN role_named n ON n.role = r.role
WHERE n.role IS NULL AND r.born_at BETWEEN l.requested_at - 1999 AND l.taken_at
GROUP BY r.role;

CREATE TABLE role_sure AS
SELECT role, lease_id, min(how) AS how
FROM (SELECT * FROM role_named UNION ALL SELECT * FROM role_stamped) AS known
GROUP BY role, lease_id;

CREATE TABLE digit (n BIGINT);
INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);

-- Whole seconds up to 90, after which Vault ends a request unless it is told otherwise; and for each the seconds until then.
CREATE TABLE span AS SELECT (a.n * 10 + b.n) * 1000 AS span FROM digit a CROSS JOIN digit b WHERE a.n * 10 + b.n <= 90;
CREATE TABLE span_step AS SELECT k.span, s.span AS step FROM span k JOIN span s ON s.span <= k.span;

-- The seconds in which Vault may have made the role of a lease that no sure way has joined. It makes the name before it connects to the database, so a
-- slow database makes the span of a request long.
CREATE TABLE lease_second AS
SELECT l.lease_id, l.stem, l.taken_second - s.step AS second
FROM (
  SELECT
    lease_id, stem, username, taken_at - taken_at % 1000 AS taken_second,
    least(taken_at - taken_at % 1000 - (requested_at - requested_at % 1000), 90000) AS span
  FROM lease
) AS l
LEFT JOIN role_sure r ON r.lease_id = l.lease_id
JOIN span_step s ON s.span = l.span
WHERE r.lease_id IS NULL AND (l.username IS NULL OR l.username LIKE 'hmac-sha256:%');

CREATE TABLE role_candidate AS
SELECT role, lease_id, how FROM role_sure
UNION ALL
SELECT r.role, s.lease_id, 'time'
FROM role_seen r
LEFT JOIN role_sure k ON k.role = r.role
JOIN lease_second s ON s.stem = r.stem AND s.second = r.born_at
WHERE k.role IS NULL;

-- A role that may belong to several leases has none here: role_candidate has them all.
CREATE TABLE role AS
SELECT
  r.role, r.born_at, r.is_session, k.lease_id, k.how, coalesce(k.candidates, 0) AS candidates,
  CASE
    WHEN k.candidates > 1 AND k.how = 'time'
      THEN 'possible: one of ' || CAST(k.candidates AS STRING) || ' leases of the second in which the role was made'
    WHEN k.candidates > 1 THEN 'possible: one of ' || CAST(k.candidates AS STRING) || ' leases whose roles had this name'
    WHEN k.how = 'username' THEN 'certain: the audit log has the name'
    WHEN k.how = 'hash' THEN 'certain: the audit log has the hash of the name'
    WHEN k.how = 'session' THEN 'nearly certain: its session names the lease, and the role was made in the second of that lease'
    WHEN k.how = 'time' THEN 'likely: the only lease of this display name and role in the second in which the role was made'
    ELSE 'none: the audit log has no lease of the second in which the role was made'
  END AS certainty
FROM role_seen r
LEFT JOIN (
  SELECT role, CASE WHEN count(*) = 1 THEN min(lease_id) END AS lease_id, min(how) AS how, count(*) AS candidates FROM role_candidate GROUP BY role
) AS k ON k.role = r.role;
