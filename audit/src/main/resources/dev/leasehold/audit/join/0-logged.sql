-- SPDX-License-Identifier: Apache-2.0
-- What comes from logs and saved objects: an export has each of these tables. Times are milliseconds since 1970, so that no dialect has a say in time zones.

-- Of some requests Vault writes no answer.
CREATE TABLE source_vault_request (happened_at BIGINT, request BIGINT, may_be_alone BOOLEAN);

-- lease_key is a hash that requests for one lease have in common: of the lease itself, or of the token in which the answer was wrapped.
CREATE TABLE source_vault_response (
  seq BIGINT, happened_at BIGINT, request BIGINT, request_id STRING, kind STRING, path STRING, address STRING,
  token BIGINT, new_token BIGINT, token_issued_at BIGINT, display_name STRING,
  account_namespace STRING, account_name STRING, auth_role STRING, pod STRING, pod_uid STRING,
  claimed_namespace STRING, claimed_pod STRING, claimed_uid STRING,
  failed BOOLEAN, lease_id STRING, fingerprint STRING, username STRING, lease_key BIGINT);

-- Answers with a lease or a new token that were wrapped, requests that take a wrapped answer out, and requests with a wrapping token that Vault refuses,
-- lookups apart. The event is wrapped, taken, refused or lookup refused. The path is that of the wrapped answer, and the end that of the wrapping token.
CREATE TABLE source_wrapping (
  happened_at BIGINT, request BIGINT, request_id STRING, event STRING, wrapping_token BIGINT, path STRING, address STRING, display_name STRING,
  lease_id STRING, ends_at BIGINT);

-- The event is revoked, failed or forced.
CREATE TABLE source_lease_end (happened_at BIGINT, lease_id STRING, event STRING);

CREATE TABLE source_session_line (
  session_key BIGINT, line_number BIGINT, happened_at BIGINT, session_start BIGINT, event STRING, role STRING,
  database_name STRING, address STRING, port INTEGER, application STRING, state STRING, stem STRING, born_at BIGINT);

-- From pg_roles: roles whose names have Vault's form. The time is that of the newest answer.
CREATE TABLE source_role (role STRING, stem STRING, born_at BIGINT, valid_until BIGINT, seen_at BIGINT);

CREATE TABLE source_pod (
  namespace STRING, name STRING, uid STRING, account_name STRING, node STRING, address STRING, images STRING,
  started_at BIGINT, ended_at BIGINT, injected BOOLEAN, snapshot BIGINT);

CREATE TABLE source_pod_event (namespace STRING, name STRING, uid STRING, reason STRING, happened_at BIGINT, snapshot BIGINT);

-- From the API server's audit log: a pod was created, bound to a node or deleted, or a token for it was asked for. Without a pod: a server has
-- listed all of them or told of each change, or the log goes until then.
CREATE TABLE source_pod_request (
  happened_at BIGINT, action STRING, namespace STRING, name STRING, uid STRING, account_name STRING, node STRING, requester STRING, snapshot BIGINT);

-- How an audit device writes an account, as sys/audit-hash of Vault tells it.
CREATE TABLE source_account_hash (role STRING, username_hash STRING, device STRING, asked_at BIGINT);

CREATE TABLE source_problem (source STRING, input STRING, reason STRING, line_count BIGINT, first_line BIGINT);

CREATE TABLE source_count (source STRING, line_count BIGINT);

-- Addresses of the logs that are those of proxies, which say nothing of the pods behind them.
CREATE TABLE proxy (address STRING);
