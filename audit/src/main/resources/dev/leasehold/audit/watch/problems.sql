-- SPDX-License-Identifier: Apache-2.0
-- Gives what readers have written the time at which it was read; what they count is counted elsewhere.

INSERT INTO watch_problem SELECT source, input, reason, line_count, first_line, getvariable('now') FROM source_problem;

DELETE FROM source_problem;

DELETE FROM source_count;
