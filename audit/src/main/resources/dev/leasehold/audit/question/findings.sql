-- SPDX-License-Identifier: Apache-2.0
-- section: findings
SELECT f.code, c.severity, f.happened_at, f.until_at, f.pod, f.role, f.lease_id, f.address, f.occurrences, c.title, f.detail
FROM finding f JOIN finding_code c ON c.code = f.code
ORDER BY f.code, f.happened_at, f.role, f.lease_id, f.pod, f.address, f.detail;
-- section: read
SELECT source, line_count FROM source_count ORDER BY source;
