-- SPDX-License-Identifier: Apache-2.0
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.pod, f.role, f.lease_id, f.address, f.occurrences, c.title, f.detail
FROM finding_in_order f JOIN finding_code c ON c.code = f.code
WHERE f.position <= 1000
ORDER BY f.code, f.position;
-- section: counts
SELECT f.code, c.severity, c.title, count(*) AS findings, CASE WHEN count(*) > 1000 THEN count(*) - 1000 END AS left_out
FROM finding f JOIN finding_code c ON c.code = f.code
GROUP BY f.code, c.severity, c.title
ORDER BY f.code;
-- section: read
SELECT source, sum(line_count) AS line_count FROM source_count GROUP BY source ORDER BY source;
-- section: causes
SELECT f.code, f.pod, a.happened_at, a.level, a.event, a.binding, a.detail, a.certainty
FROM finding_in_order f JOIN agent_cause a ON a.pod = f.pod
WHERE f.code = 'LA13' AND f.position <= 1000
ORDER BY f.position;
