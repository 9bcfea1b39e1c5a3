-- SPDX-License-Identifier: Apache-2.0
-- What a server no longer says, after an answer. The variable asked is the time of that answer, by the server's clock, which may have been set back.

DELETE FROM source_role WHERE seen_at <> getvariable('asked');

INSERT INTO source_session_line
SELECT
  session_key, max(line_number) + 1, getvariable('asked'), min(session_start), 'end', max(role), max(database_name), max(address), max(port), '', NULL,
  max(stem), max(born_at)
FROM source_session_line
GROUP BY session_key
HAVING bool_or(event = 'live') AND NOT bool_or(event = 'end') AND NOT bool_or(event = 'live' AND happened_at = getvariable('asked'));
