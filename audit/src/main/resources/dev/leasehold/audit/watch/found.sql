-- SPDX-License-Identifier: Apache-2.0
-- One row for what is one finding, however often it is found and however much is known of it by then. Times and numbers grow, so no subject has one.
-- The variable all_asked is 1 where more accounts have sessions than Vault may be asked for.

CREATE TABLE found AS
SELECT
  code, subject, min(happened_at) AS happened_at, max(until_at) AS until_at, max(role) AS role, max(lease_id) AS lease_id, max(pod) AS pod,
  max(address) AS address, max(occurrences) AS occurrences, max(detail) AS detail
FROM (
  SELECT f.*,
    coalesce(CASE f.code
      WHEN 'LA01' THEN f.role
      WHEN 'LA02' THEN f.lease_id
      WHEN 'LA03' THEN f.pod || ' ' || f.address
      WHEN 'LA04' THEN f.role || ' ' || f.address
      WHEN 'LA05' THEN f.role
      WHEN 'LA06' THEN CASE WHEN f.detail LIKE '%could not be revoked' THEN 'lease ' || f.lease_id ELSE 'role ' || f.role END
      WHEN 'LA07' THEN coalesce(f.pod, f.address, '?') || ' ' || f.detail
      WHEN 'LA08' THEN regexp_replace(f.detail, '; pods (or addresses|that ended) .*', '')
      WHEN 'LA09' THEN coalesce(f.address, '?') || ' '
        || CASE WHEN f.detail LIKE 'denied %' THEN 'denied by ' || regexp_replace(f.detail, '(?s)^.* by ', '') ELSE f.detail END
      WHEN 'LA10' THEN CAST(t.token AS STRING)
      WHEN 'LA11' THEN f.role || ' ' || coalesce(f.address, '?')
      WHEN 'LA12' THEN f.pod || ' ' || f.address || ' ' || f.detail
      WHEN 'LA13' THEN coalesce(f.lease_id, f.pod || ' ' || coalesce(f.address, ''))
      WHEN 'LA14' THEN CASE
        WHEN f.happened_at IS NULL THEN regexp_replace(f.detail, ', from line [0-9]+ on', '')
        ELSE f.detail || ' ' || CAST(f.happened_at - f.happened_at % 60000 AS STRING)
      END
      WHEN 'LA15' THEN f.detail
    END, '?') AS subject
  FROM (
    SELECT * FROM finding
    UNION ALL
    SELECT
      'LA14', NULL, NULL, NULL, NULL, NULL, NULL, 1,
      'Vault is asked for no more accounts within --retention: of further accounts LA04, LA05 and LA06 are not found, and LA11 may be wrong'
    WHERE getvariable('all_asked') = 1
  ) AS f
  LEFT JOIN token_reuse t ON f.code = 'LA10' AND t.begins_at = f.happened_at AND t.detail = f.detail
) AS subjects
GROUP BY code, subject;
