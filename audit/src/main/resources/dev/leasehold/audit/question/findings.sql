-- SPDX-License-Identifier: Apache-2.0
-- section: findings
SELECT code, severity, happened_at, until_at, pod, role, lease_id, address, occurrences, title, detail
FROM (
  SELECT f.*, c.severity, c.title, row_number() OVER (PARTITION BY f.code ORDER BY f.happened_at, f.role, f.lease_id, f.pod, f.address, f.detail) AS position
  FROM finding f JOIN finding_code c ON c.code = f.code
) AS numbered
WHERE position <= 1000
ORDER BY code, position;
-- section: counts
SELECT f.code, c.severity, c.title, count(*) AS findings, CASE WHEN count(*) > 1000 THEN count(*) - 1000 END AS left_out
FROM finding f JOIN finding_code c ON c.code = f.code
GROUP BY f.code, c.severity, c.title
ORDER BY f.code;
-- section: read
SELECT source, sum(line_count) AS line_count FROM source_count GROUP BY source ORDER BY source;
