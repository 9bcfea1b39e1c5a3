-- SPDX-License-Identifier: Apache-2.0
-- Short-lived users that no lease stands for any more: made over a day ago, by the time that their name ends with
-- (username-template.txt), while max_ttl is under a day. Run at any time, as a user that may read mysql.user.

SELECT
  User AS user,
  FROM_UNIXTIME(CAST(SUBSTRING_INDEX(User, '-', -1) AS UNSIGNED)) AS made,
  (SELECT COUNT(*) FROM information_schema.PROCESSLIST AS session
    WHERE CAST(session.USER AS BINARY) = CAST(made.User AS BINARY)) AS sessions
FROM mysql.user AS made
WHERE CAST(User AS BINARY) LIKE 'v-%'
  AND User REGEXP '-[0-9]{10}$'
  AND CAST(SUBSTRING_INDEX(User, '-', -1) AS UNSIGNED) < UNIX_TIMESTAMP() - 86400
ORDER BY 2, 1;
