-- SPDX-License-Identifier: Apache-2.0
-- What the user and the program know, and one view for all.

-- One row.
CREATE TABLE setting (clock_skew BIGINT, most_roles BIGINT, loop_window BIGINT);

-- How long leases of a path live; a path of '' stands for all others.
CREATE TABLE lease_term (path STRING, ttl BIGINT, max_ttl BIGINT);

-- Paths of the auth methods of those clusters whose pods are known, without auth/; no row stands for all.
CREATE TABLE auth_mount (path STRING);

-- Display names, other than those of pods, that may read credentials.
CREATE TABLE known_reader (display_name STRING);

-- Accounts that are to be used no longer.
CREATE TABLE static_account (role STRING);

-- Accounts that pods with leases may use beside the accounts of Vault.
CREATE TABLE known_account (role STRING);

-- One row: what the question is about. The name of a role has a stem and a second of birth where it is of Vault's form.
CREATE TABLE question (name STRING, happened_at BIGINT, stem STRING, born_at BIGINT);

CREATE TABLE finding_code (code STRING, severity STRING, title STRING);

-- Lines that the readers passed over. Those of processes are no gap: a process can write any line.
CREATE VIEW passed_over AS
SELECT
  source, sum(line_count) AS line_count,
  'lines of ' || input || ' (' || source || ') were passed over, from line ' || CAST(min(first_line) AS STRING) || ' on: ' || reason AS detail
FROM source_problem
GROUP BY source, input, reason;
