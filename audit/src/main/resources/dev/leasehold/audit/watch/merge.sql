-- SPDX-License-Identifier: Apache-2.0
-- What a round has found, into what is known. The variable now is the time by this computer's clock, retention a time in milliseconds.

-- Of a clock that has been set back while no service ran.
UPDATE watch.main.watch_finding SET first_found_at = getvariable('now') WHERE first_found_at > getvariable('now');

UPDATE watch.main.watch_finding SET acknowledged_at = getvariable('now') WHERE acknowledged_at > getvariable('now');

UPDATE watch.main.watch_finding AS w SET last_found_at = getvariable('now')
FROM found AS f
WHERE f.code = w.code AND f.subject = w.subject;

INSERT INTO watch.main.watch_finding
SELECT f.code, f.subject, CAST(uuid() AS STRING), getvariable('now'), getvariable('now'), NULL, NULL, NULL
FROM found AS f
WHERE NOT EXISTS (SELECT 1 FROM watch.main.watch_finding AS w WHERE w.code = f.code AND w.subject = f.subject);

-- It has not stood for as long as a finding has to stand.
DELETE FROM watch.main.watch_finding WHERE text IS NULL AND last_found_at <> getvariable('now');

INSERT INTO watch.main.watch_forgotten
SELECT code, count(*) FROM watch.main.watch_finding
WHERE greatest(acknowledged_at, last_found_at) < getvariable('now') - getvariable('retention') AND acknowledged_at IS NOT NULL
GROUP BY code;

DELETE FROM watch.main.watch_finding
WHERE greatest(acknowledged_at, last_found_at) < getvariable('now') - getvariable('retention') AND acknowledged_at IS NOT NULL;
