-- SPDX-License-Identifier: Apache-2.0
-- Sessions in the application's database that use no short-lived user: of a process without the agent, as a rule.
-- Run at any time, in that database, as a user with PROCESS.

SELECT
  USER AS login,
  LEFT(HOST, CHAR_LENGTH(HOST) - LOCATE(':', REVERSE(HOST))) AS address, -- Without the port; an IPv6 address has more colons.
  COUNT(*) AS sessions
FROM information_schema.PROCESSLIST
WHERE DB = DATABASE()
  AND ID <> CONNECTION_ID()
  AND CAST(USER AS BINARY) NOT LIKE 'v-%'
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2;
