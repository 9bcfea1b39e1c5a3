-- SPDX-License-Identifier: Apache-2.0
-- What the readers fill, and what the user gives. Times are milliseconds since 1970, so that no dialect has a say in time zones.

CREATE TABLE source_vault_request (happened_at BIGINT, request BIGINT);

CREATE TABLE source_vault_response (
  seq BIGINT, happened_at BIGINT, request BIGINT, request_id VARCHAR, kind VARCHAR, path VARCHAR, address VARCHAR,
  token BIGINT, new_token BIGINT, token_issued_at BIGINT, display_name VARCHAR,
  account_namespace VARCHAR, account_name VARCHAR, auth_role VARCHAR, pod VARCHAR, pod_uid VARCHAR,
  claimed_namespace VARCHAR, claimed_pod VARCHAR, claimed_uid VARCHAR,
  failed BOOLEAN, lease_id VARCHAR, fingerprint VARCHAR, username VARCHAR, lease_key BIGINT);

CREATE TABLE source_lease_end (happened_at BIGINT, lease_id VARCHAR, failed BOOLEAN);

CREATE TABLE source_session_line (
  session_key BIGINT, line_number BIGINT, happened_at BIGINT, session_start BIGINT, event VARCHAR, role VARCHAR,
  database_name VARCHAR, address VARCHAR, port INTEGER, application VARCHAR, state VARCHAR, stem VARCHAR, born_at BIGINT);

CREATE TABLE source_pod (
  namespace VARCHAR, name VARCHAR, uid VARCHAR, account_name VARCHAR, node VARCHAR, address VARCHAR, images VARCHAR,
  started_at BIGINT, created_at BIGINT, ended_at BIGINT, injected BOOLEAN, snapshot BIGINT);

CREATE TABLE source_pod_event (namespace VARCHAR, name VARCHAR, uid VARCHAR, reason VARCHAR, happened_at BIGINT, snapshot BIGINT);

CREATE TABLE source_problem (source VARCHAR, input VARCHAR, reason VARCHAR, line_count BIGINT, first_line BIGINT);

CREATE TABLE source_count (source VARCHAR, line_count BIGINT);

-- One row.
CREATE TABLE setting (clock_skew BIGINT, most_roles BIGINT, loop_window BIGINT);

-- How long leases of a path live; a path of '' stands for all others.
CREATE TABLE lease_term (path VARCHAR, ttl BIGINT, max_ttl BIGINT);

-- Addresses of the logs that are those of proxies, which say nothing of the pods behind them.
CREATE TABLE proxy (address VARCHAR);

-- Display names, other than those of pods, that may read credentials.
CREATE TABLE known_reader (display_name VARCHAR);

-- Accounts that are to be used no longer.
CREATE TABLE static_account (role VARCHAR);

-- One row: what the question is about. The name of a role has a stem and a second of birth where it is of Vault's form.
CREATE TABLE question (name VARCHAR, happened_at BIGINT, stem VARCHAR, born_at BIGINT, username_hash VARCHAR);

CREATE TABLE finding_code (code VARCHAR, severity VARCHAR, title VARCHAR);
