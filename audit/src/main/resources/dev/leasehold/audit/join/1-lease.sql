-- SPDX-License-Identifier: Apache-2.0
-- Logins and leases, from Vault's logs.

-- A line may be there twice: from a copy of the file, or from a second audit device.
CREATE TABLE vault_repeat AS
SELECT request, min(seq) AS first_seq FROM source_vault_response GROUP BY request HAVING count(*) > 1;

-- Each device hashes with a key of its own, so one token or lease has a hash in each. A request that two devices have shows both hashes.
CREATE TABLE hash_repeat AS
SELECT v.request, min(v.token) AS token, min(v.new_token) AS new_token, min(v.lease_key) AS lease_key
FROM source_vault_response v JOIN vault_repeat r ON r.request = v.request
GROUP BY v.request
HAVING min(v.token) < max(v.token) OR min(v.new_token) < max(v.new_token) OR min(v.lease_key) < max(v.lease_key);

-- One statement for each hash: DuckDB needs memory for each join of large tables.
CREATE TABLE hash_pair (kind STRING, alias BIGINT, hash BIGINT);

INSERT INTO hash_pair
SELECT DISTINCT 'token', v.token, r.token
FROM source_vault_response v JOIN hash_repeat r ON r.request = v.request
WHERE r.token < v.token;

INSERT INTO hash_pair
SELECT DISTINCT 'token', v.new_token, r.new_token
FROM source_vault_response v JOIN hash_repeat r ON r.request = v.request
WHERE r.new_token < v.new_token;

INSERT INTO hash_pair
SELECT DISTINCT 'token', v.wrapping_token, r.wrapping_token
FROM source_wrapping v
JOIN (SELECT request, event, min(wrapping_token) AS wrapping_token FROM source_wrapping GROUP BY request, event) AS r
  ON r.request = v.request AND r.event = v.event
WHERE r.wrapping_token < v.wrapping_token;

INSERT INTO hash_pair
SELECT DISTINCT 'lease', v.lease_key, r.lease_key
FROM source_vault_response v JOIN hash_repeat r ON r.request = v.request
WHERE r.lease_key < v.lease_key;

-- A device that takes the place of another has one of three hashes, and no request has all of them: two pairs that share a hash are of one token.
CREATE TABLE hash_alias AS
SELECT kind, alias, min(hash) AS hash
FROM (
  SELECT kind, alias, hash FROM hash_pair
  UNION ALL
  SELECT a.kind, a.hash, b.hash FROM hash_pair a JOIN hash_pair b ON b.kind = a.kind AND b.alias = a.alias AND b.hash < a.hash
  UNION ALL
  SELECT a.kind, a.alias, b.hash FROM hash_pair a JOIN hash_pair b ON b.kind = a.kind AND b.alias = a.hash
) AS joined
GROUP BY kind, alias;

-- Each request once, with the least hash of each token and lease. A table, as each statement below would need memory for these four joins, too.
CREATE TABLE vault_response AS
SELECT
  v.seq, v.happened_at, v.request, v.request_id, v.kind, v.path, v.address, coalesce(t.hash, v.token) AS token,
  coalesce(n.hash, v.new_token) AS new_token, v.token_issued_at, v.display_name, v.account_namespace, v.account_name, v.auth_role, v.pod, v.pod_uid,
  v.claimed_namespace, v.claimed_pod, v.claimed_uid, v.failed, v.lease_id, v.fingerprint, v.username, coalesce(k.hash, v.lease_key) AS lease_key
FROM source_vault_response v
LEFT JOIN vault_repeat r ON r.request = v.request
LEFT JOIN hash_alias t ON t.kind = 'token' AND t.alias = v.token
LEFT JOIN hash_alias n ON n.kind = 'token' AND n.alias = v.new_token
LEFT JOIN hash_alias k ON k.kind = 'lease' AND k.alias = v.lease_key
WHERE r.request IS NULL OR r.first_seq = v.seq;

CREATE VIEW wrapping AS
SELECT
  w.happened_at, w.request, w.request_id, w.event, coalesce(t.hash, w.wrapping_token) AS wrapping_token, w.path, w.address, w.display_name, w.lease_id,
  w.ends_at
FROM source_wrapping w
LEFT JOIN hash_alias t ON t.kind = 'token' AND t.alias = w.wrapping_token;

CREATE TABLE vault_period AS
SELECT min(happened_at) AS begins_at, max(happened_at) AS ends_at FROM source_vault_response;

CREATE TABLE login AS
SELECT new_token AS token, happened_at, request_id, path, address, display_name, account_namespace, account_name, auth_role, pod, pod_uid
FROM vault_response
WHERE kind = 'login' AND NOT failed;

-- Whose a token is, is what its login says where the log has that. Display name and metadata alone are what a token is called.
CREATE TABLE token_owner AS
SELECT
  token, max(account_namespace) AS account_namespace, max(account_name) AS account_name, max(pod) AS pod, max(pod_uid) AS pod_uid,
  max(path) AS login_path
FROM login
GROUP BY token;

-- An answer to a renewal names the lease; the request has its hash, and so has the request that revokes it.
CREATE TABLE lease_renewal AS
SELECT lease_id, count(*) AS renewals, max(happened_at) AS renewed_at, max(lease_key) AS lease_key
FROM vault_response
WHERE kind = 'renew' AND NOT failed AND lease_id IS NOT NULL
GROUP BY lease_id;

CREATE TABLE revocation AS
SELECT v.happened_at, v.token, v.lease_key, coalesce(v.lease_id, r.lease_id) AS lease_id
FROM vault_response v LEFT JOIN lease_renewal r ON r.lease_key = v.lease_key
WHERE v.kind = 'revoke' AND NOT v.failed;

CREATE TABLE revocation_named AS
SELECT lease_id, min(happened_at) AS happened_at FROM revocation WHERE lease_id IS NOT NULL GROUP BY lease_id;

-- A hash that no renewal explains. Leases of one token are revoked in the order in which they were taken, as a rule.
CREATE TABLE revocation_hashed AS
SELECT token, happened_at, row_number() OVER (PARTITION BY token ORDER BY happened_at, lease_key) AS position
FROM (
  SELECT token, lease_key, min(happened_at) AS happened_at FROM revocation WHERE lease_id IS NULL AND lease_key IS NOT NULL GROUP BY token, lease_key
) AS hashed;

CREATE TABLE token_revocation AS
SELECT token, min(happened_at) AS happened_at FROM vault_response WHERE kind = 'token-revoke' AND NOT failed GROUP BY token;

-- A failure counts where no revocation follows. A forced one is a failure, too: Vault then removes the lease and writes that it is revoked.
CREATE TABLE lease_end_logged AS
SELECT lease_id, happened_at, coalesce(forced_at, CASE WHEN happened_at >= failed_at THEN NULL ELSE failed_at END) AS failed_at
FROM (
  SELECT
    lease_id, min(CASE WHEN event = 'revoked' THEN happened_at END) AS happened_at, max(CASE WHEN event = 'failed' THEN happened_at END) AS failed_at,
    max(CASE WHEN event = 'forced' THEN happened_at END) AS forced_at
  FROM source_lease_end
  GROUP BY lease_id
) AS logged;

CREATE TABLE lease_request AS
SELECT request, min(happened_at) AS happened_at, bool_or(may_be_alone) AS may_be_alone FROM source_vault_request GROUP BY request;

-- What the logs say of a lease after it was taken. One statement joins two large tables at most: DuckDB needs memory for each of them.
CREATE TABLE lease_later AS
SELECT
  lease_id, max(renewals) AS renewals, max(renewed_at) AS renewed_at, max(revoked_at) AS revoked_at, max(logged_at) AS logged_at,
  max(failed_at) AS failed_at
FROM (
  SELECT
    lease_id, renewals, renewed_at, CAST(NULL AS BIGINT) AS revoked_at, CAST(NULL AS BIGINT) AS logged_at, CAST(NULL AS BIGINT) AS failed_at
  FROM lease_renewal
  UNION ALL
  SELECT lease_id, NULL, NULL, happened_at, NULL, NULL FROM revocation_named
  UNION ALL
  SELECT lease_id, NULL, NULL, NULL, happened_at, failed_at FROM lease_end_logged
) AS said
GROUP BY lease_id;

-- An answer that is wrapped has no lease; a later request with the wrapping token takes it out. Both have the hash of that token.
CREATE TABLE lease_unwrapped AS
SELECT lease_key, min(lease_id) AS lease_id, min(fingerprint) AS fingerprint, min(username) AS username
FROM vault_response
WHERE kind = 'unwrap' AND NOT failed AND lease_key IS NOT NULL
GROUP BY lease_key;

CREATE TABLE lease_asked AS
SELECT
  v.happened_at, v.request_id, v.path, v.address, v.token, v.display_name, v.account_namespace, v.account_name, v.auth_role, v.pod, v.pod_uid,
  v.claimed_namespace, v.claimed_pod, v.claimed_uid, coalesce(v.lease_id, u.lease_id) AS lease_id,
  coalesce(v.fingerprint, u.fingerprint) AS fingerprint, coalesce(v.username, u.username) AS username,
  coalesce(q.happened_at, v.happened_at - 5000) AS requested_at
FROM vault_response v
LEFT JOIN lease_request q ON q.request = v.request
LEFT JOIN lease_unwrapped u ON u.lease_key = v.lease_key AND v.lease_id IS NULL
WHERE v.kind = 'creds' AND NOT v.failed AND coalesce(v.lease_id, u.lease_id) IS NOT NULL;

CREATE TABLE lease_taken AS
SELECT
  v.lease_id, v.fingerprint, v.path, regexp_extract(v.path, '([^/]+)$', 1) AS database_role, v.request_id,
  v.requested_at, v.happened_at AS taken_at, v.token, v.address, v.display_name,
  CASE WHEN o.token IS NULL THEN v.account_namespace ELSE o.account_namespace END AS account_namespace,
  CASE WHEN o.token IS NULL THEN v.account_name ELSE o.account_name END AS account_name, v.auth_role,
  CASE WHEN o.token IS NULL THEN v.pod ELSE o.pod END AS pod, CASE WHEN o.token IS NULL THEN v.pod_uid ELSE o.pod_uid END AS pod_uid,
  o.login_path, v.claimed_namespace, v.claimed_pod, v.claimed_uid, v.username,
  coalesce(f.renewals, 0) AS renewals, f.renewed_at,
  f.revoked_at, t.happened_at AS token_revoked_at, f.logged_at, f.failed_at
FROM lease_asked v
LEFT JOIN token_owner o ON o.token = v.token
LEFT JOIN token_revocation t ON t.token = v.token AND t.happened_at >= v.happened_at
LEFT JOIN lease_later f ON f.lease_id = v.lease_id;

CREATE TABLE lease_in_order AS
SELECT lease_id, token, taken_at, row_number() OVER (PARTITION BY token ORDER BY taken_at, lease_id) AS position
FROM lease_taken
WHERE logged_at IS NULL AND revoked_at IS NULL;

CREATE TABLE lease AS
SELECT
  l.*,
  substr(l.display_name, 1, 8) || '-' || substr(l.database_role, 1, 8) AS stem,
  coalesce(l.logged_at, l.revoked_at, h.happened_at, l.token_revoked_at) AS ended_at,
  CASE
    WHEN l.logged_at IS NOT NULL THEN 'server log'
    WHEN l.revoked_at IS NOT NULL THEN 'revocation'
    WHEN h.happened_at IS NOT NULL THEN 'revocation, by its order'
    WHEN l.token_revoked_at IS NOT NULL THEN 'revocation of its token'
  END AS ended_by,
  coalesce(
    l.logged_at, l.revoked_at, l.token_revoked_at,
    least(coalesce(l.renewed_at, l.taken_at) + coalesce(own.ttl, every.ttl), l.taken_at + coalesce(own.max_ttl, every.max_ttl))
  ) AS sure_end_at,
  coalesce(own.max_ttl, every.max_ttl) AS max_ttl
FROM lease_taken l
LEFT JOIN lease_in_order o ON o.lease_id = l.lease_id
LEFT JOIN revocation_hashed h ON h.token = o.token AND h.position = o.position AND h.happened_at >= o.taken_at
LEFT JOIN lease_term own ON own.path = l.path
LEFT JOIN lease_term every ON every.path = '';
