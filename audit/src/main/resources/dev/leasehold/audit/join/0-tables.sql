-- SPDX-License-Identifier: Apache-2.0
-- What the readers fill, and what the user gives. Times are milliseconds since 1970, so that no dialect has a say in time zones.

CREATE TABLE source_vault_request (happened_at BIGINT, request BIGINT);

CREATE TABLE source_vault_response (
  seq BIGINT, happened_at BIGINT, request BIGINT, request_id STRING, kind STRING, path STRING, address STRING,
  token BIGINT, new_token BIGINT, token_issued_at BIGINT, display_name STRING,
  account_namespace STRING, account_name STRING, auth_role STRING, pod STRING, pod_uid STRING,
  claimed_namespace STRING, claimed_pod STRING, claimed_uid STRING,
  failed BOOLEAN, lease_id STRING, fingerprint STRING, username STRING, lease_key BIGINT);

CREATE TABLE source_lease_end (happened_at BIGINT, lease_id STRING, failed BOOLEAN);

CREATE TABLE source_session_line (
  session_key BIGINT, line_number BIGINT, happened_at BIGINT, session_start BIGINT, event STRING, role STRING,
  database_name STRING, address STRING, port INTEGER, application STRING, state STRING, stem STRING, born_at BIGINT);

CREATE TABLE source_pod (
  namespace STRING, name STRING, uid STRING, account_name STRING, node STRING, address STRING, images STRING,
  started_at BIGINT, created_at BIGINT, ended_at BIGINT, injected BOOLEAN, snapshot BIGINT);

CREATE TABLE source_pod_event (namespace STRING, name STRING, uid STRING, reason STRING, happened_at BIGINT, snapshot BIGINT);

CREATE TABLE source_problem (source STRING, input STRING, reason STRING, line_count BIGINT, first_line BIGINT);

CREATE TABLE source_count (source STRING, line_count BIGINT);

-- One row.
CREATE TABLE setting (clock_skew BIGINT, most_roles BIGINT, loop_window BIGINT);

-- How long leases of a path live; a path of '' stands for all others.
CREATE TABLE lease_term (path STRING, ttl BIGINT, max_ttl BIGINT);

-- Addresses of the logs that are those of proxies, which say nothing of the pods behind them.
CREATE TABLE proxy (address STRING);

-- Display names, other than those of pods, that may read credentials.
CREATE TABLE known_reader (display_name STRING);

-- Accounts that are to be used no longer.
CREATE TABLE static_account (role STRING);

-- One row: what the question is about. The name of a role has a stem and a second of birth where it is of Vault's form.
CREATE TABLE question (name STRING, happened_at BIGINT, stem STRING, born_at BIGINT, username_hash STRING);

CREATE TABLE finding_code (code STRING, severity STRING, title STRING);

-- Lines that the readers passed over.
CREATE VIEW passed_over AS
SELECT
  sum(line_count) AS line_count,
  'lines of ' || input || ' (' || source || ') were passed over, from line ' || CAST(min(first_line) AS STRING) || ' on: ' || reason AS detail
FROM source_problem
GROUP BY source, input, reason;
