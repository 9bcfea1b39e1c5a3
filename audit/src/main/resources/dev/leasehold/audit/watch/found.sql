-- SPDX-License-Identifier: Apache-2.0
-- One row for what is one finding, however often it is found and however much is known of it by then. Times and numbers grow, so no subject has one.

CREATE TABLE found AS
SELECT
  code, subject, min(happened_at) AS happened_at, max(until_at) AS until_at, max(role) AS role, max(lease_id) AS lease_id, max(pod) AS pod,
  max(address) AS address, max(occurrences) AS occurrences, max(detail) AS detail
FROM (
  SELECT *,
    coalesce(CASE code
      WHEN 'LA01' THEN role
      WHEN 'LA02' THEN lease_id
      WHEN 'LA03' THEN pod || ' ' || address
      WHEN 'LA04' THEN role || ' ' || address
      WHEN 'LA05' THEN role
      WHEN 'LA06' THEN CASE WHEN detail LIKE '%could not be revoked' THEN 'lease ' || lease_id ELSE 'role ' || role END
      WHEN 'LA07' THEN coalesce(pod, address, '?') || ' ' || detail
      WHEN 'LA08' THEN regexp_replace(detail, '; pods or addresses.*', '')
      WHEN 'LA09' THEN coalesce(address, '?') || ' '
        || CASE WHEN detail LIKE 'denied %' THEN 'denied by ' || regexp_replace(detail, '(?s)^.* by ', '') ELSE detail END
      WHEN 'LA10' THEN detail
      WHEN 'LA11' THEN role || ' ' || coalesce(address, '?')
      WHEN 'LA12' THEN pod || ' ' || address || ' ' || detail
      WHEN 'LA13' THEN lease_id
      WHEN 'LA14' THEN CASE
        WHEN happened_at IS NULL THEN regexp_replace(detail, ', from line [0-9]+ on', '')
        ELSE detail || ' ' || CAST(happened_at - happened_at % 60000 AS STRING)
      END
    END, '?') AS subject
  FROM finding
) AS subjects
GROUP BY code, subject;
