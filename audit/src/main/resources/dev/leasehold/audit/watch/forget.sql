-- SPDX-License-Identifier: Apache-2.0
-- Forgets what is old, what no clock can have said yet, and what says nothing more. Variables: cut, settled and ahead, by the clocks of the logs; now and
-- retention, by this computer's.

DELETE FROM source_vault_request WHERE happened_at < getvariable('cut');

DELETE FROM source_vault_response WHERE happened_at < getvariable('cut');

DELETE FROM source_wrapping WHERE happened_at < getvariable('cut');

DELETE FROM source_lease_end WHERE happened_at < getvariable('cut');

DELETE FROM source_session_line WHERE happened_at < getvariable('cut') OR happened_at > getvariable('ahead');

DELETE FROM source_role WHERE seen_at < getvariable('cut');

DELETE FROM source_account_hash WHERE asked_at < getvariable('now') - getvariable('retention');

DELETE FROM source_pod_event WHERE happened_at < getvariable('cut');

DELETE FROM source_pod_request WHERE happened_at < getvariable('cut') AND action NOT IN ('pods listed', 'pods watched');

-- Calls that are none of leases or logins: all but the first and the last of each token and address, once both lines are there.
CREATE OR REPLACE TEMP TABLE surplus_request AS
SELECT DISTINCT v.request
FROM (
  SELECT
    request, kind, happened_at, token, seq, min(seq) OVER (PARTITION BY token, address) AS first_seq, max(seq) OVER (PARTITION BY token, address) AS last_seq,
    min(happened_at) OVER () AS begins_at
  FROM source_vault_response
  WHERE kind = 'other'
) AS v
JOIN source_vault_request q ON q.request = v.request
WHERE v.happened_at < getvariable('settled') AND v.happened_at > v.begins_at AND (v.token IS NULL OR v.seq NOT IN (v.first_seq, v.last_seq));

DELETE FROM source_vault_request WHERE request IN (SELECT request FROM surplus_request);

DELETE FROM source_vault_response WHERE kind = 'other' AND request IN (SELECT request FROM surplus_request);

DROP TABLE surplus_request;

-- Requests with wrapping tokens that wrap neither a lease nor a new token, or that nobody knows: any client can send them.
DELETE FROM source_wrapping
WHERE event <> 'wrapped' AND happened_at < getvariable('settled')
  AND wrapping_token NOT IN (SELECT wrapping_token FROM source_wrapping WHERE event = 'wrapped');

-- Lines of a session: the first, the first with a name, and the last say all.
DELETE FROM source_session_line AS s
USING (
  SELECT
    session_key, min(line_number) AS first_line, max(line_number) AS last_line, min(CASE WHEN application <> '' THEN line_number END) AS named_line
  FROM source_session_line
  GROUP BY session_key
) AS k
WHERE k.session_key = s.session_key AND s.event = 'line' AND s.line_number > k.first_line AND s.line_number < k.last_line
  AND s.line_number IS DISTINCT FROM k.named_line;

-- Of what pg_stat_activity says of a session: the first, the first with a name, and the last.
DELETE FROM source_session_line AS s
USING (
  SELECT
    session_key, min(line_number) AS first_line, max(line_number) AS last_line, min(CASE WHEN application <> '' THEN line_number END) AS named_line
  FROM source_session_line
  WHERE event = 'live'
  GROUP BY session_key
) AS k
WHERE k.session_key = s.session_key AND s.event = 'live' AND s.line_number > k.first_line AND s.line_number < k.last_line
  AND s.line_number IS DISTINCT FROM k.named_line;

-- Of a pod, the newest row of each address; none of a pod that ended an hour before, as clocks differ, or that no list has any more.
DELETE FROM source_pod WHERE coalesce(uid, namespace || '/' || name) IN (
  SELECT coalesce(uid, namespace || '/' || name) FROM source_pod WHERE ended_at < getvariable('cut') - 3600000);

DELETE FROM source_pod AS p
USING (SELECT namespace, name, uid, address, max(snapshot) AS newest FROM source_pod GROUP BY namespace, name, uid, address) AS n
WHERE n.namespace IS NOT DISTINCT FROM p.namespace AND n.name IS NOT DISTINCT FROM p.name AND n.uid IS NOT DISTINCT FROM p.uid
  AND (p.address IS NULL OR p.address = n.address) AND p.snapshot < n.newest;

DELETE FROM source_pod
WHERE snapshot IN (SELECT snapshot FROM watch_snapshot GROUP BY snapshot HAVING max(read_at) < getvariable('now') - getvariable('retention'))
  AND snapshot < (SELECT max(snapshot) FROM watch_snapshot);

-- Of a watch, the first row and the last, and those that say of which time pods are; none of one that ended long ago.
DELETE FROM source_pod_request AS q
USING (
  SELECT snapshot, happened_at, action, lead(action) OVER (ORDER BY happened_at, action) AS next_action
  FROM source_pod_request
  WHERE action IN ('pods listed', 'pods watched')
) AS n
WHERE n.snapshot = q.snapshot AND n.happened_at = q.happened_at AND n.action = q.action AND q.snapshot NOT IN (SELECT snapshot FROM source_pod)
  AND (q.action = 'pods watched' AND n.next_action = 'pods watched' OR q.happened_at < getvariable('cut') AND n.next_action = 'pods listed');

DELETE FROM watch_snapshot
WHERE read_at < getvariable('now') - getvariable('retention') AND snapshot < (SELECT max(snapshot) FROM watch_snapshot);

DELETE FROM watch_problem WHERE read_at < getvariable('now') - getvariable('retention');

-- Of a file, the last position in each content that it had; of old ones, none.
DELETE FROM watch_position AS p
USING (SELECT kind, file_key, head_hash, max(batch) AS newest FROM watch_position GROUP BY kind, file_key, head_hash) AS n
WHERE n.kind = p.kind AND n.file_key = p.file_key AND n.head_hash = p.head_hash AND p.batch < n.newest;

DELETE FROM watch_position AS p
USING (SELECT kind, file_key, max(batch) AS newest FROM watch_position GROUP BY kind, file_key) AS n
WHERE n.kind = p.kind AND n.file_key = p.file_key AND p.batch < n.newest AND p.read_at < getvariable('now') - getvariable('retention');
