-- SPDX-License-Identifier: Apache-2.0
-- What the service keeps beside the tables of join/0-logged.sql. A row of a later batch counts more than one of an earlier.

-- One row: StoredTables.VERSION of the program that made the file.
CREATE TABLE watch_version (version BIGINT);

-- How far each file has been read. Its first bytes tell it from a later file of its name, and tell a copy of it.
CREATE TABLE watch_position (
  batch BIGINT, kind STRING, file_key STRING, path STRING, position BIGINT, line BIGINT, head_size BIGINT, head_hash STRING, read_at BIGINT);

-- Lines that were passed over, with the time by this computer's clock.
CREATE TABLE watch_problem (source STRING, input STRING, reason STRING, line_count BIGINT, first_line BIGINT, read_at BIGINT);

-- Saved lists of objects, with the time by this computer's clock.
CREATE TABLE watch_snapshot (snapshot BIGINT, read_at BIGINT);

-- Findings. The text is what is written out, from the time on at which it is due; a finding is over when nobody finds it any more.
-- The last two columns say when it was written to the log of findings, and as an Event.
CREATE TABLE watch_finding (
  code STRING, subject STRING, id STRING, first_found_at BIGINT, last_found_at BIGINT, text STRING, acknowledged_at BIGINT, event_at BIGINT);

-- How many findings that have been forgotten were written out.
CREATE TABLE watch_forgotten (code STRING, findings BIGINT);
