// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import org.jspecify.annotations.Nullable;

/** Reads a line of jsonlog, which PostgreSQL 15 and later write. */
final class PostgresJson {

  private enum JsonLogField {
    TIMESTAMP,
    USER,
    DBNAME,
    REMOTE_HOST,
    REMOTE_PORT,
    SESSION_ID,
    LINE_NUM,
    PS,
    SESSION_START,
    VXID,
    ERROR_SEVERITY,
    STATE_CODE,
    MESSAGE,
    CONTEXT,
    STATEMENT,
    INTERNAL_QUERY,
    APPLICATION_NAME,
    BACKEND_TYPE
  }

  private final JsonValues values =
      new JsonValues(
          JsonLogField.values().length,
          JsonValues.Name.of("timestamp", JsonLogField.TIMESTAMP),
          JsonValues.Name.of("user", JsonLogField.USER),
          JsonValues.Name.of("dbname", JsonLogField.DBNAME),
          JsonValues.Name.of("remote_host", JsonLogField.REMOTE_HOST),
          JsonValues.Name.of("remote_port", JsonLogField.REMOTE_PORT),
          JsonValues.Name.of("session_id", JsonLogField.SESSION_ID),
          JsonValues.Name.of("line_num", JsonLogField.LINE_NUM),
          JsonValues.Name.of("ps", JsonLogField.PS),
          JsonValues.Name.of("session_start", JsonLogField.SESSION_START),
          JsonValues.Name.of("vxid", JsonLogField.VXID),
          JsonValues.Name.of("error_severity", JsonLogField.ERROR_SEVERITY),
          JsonValues.Name.of("state_code", JsonLogField.STATE_CODE),
          JsonValues.Name.of("message", JsonLogField.MESSAGE),
          JsonValues.Name.of("context", JsonLogField.CONTEXT),
          JsonValues.Name.of("statement", JsonLogField.STATEMENT),
          JsonValues.Name.of("internal_query", JsonLogField.INTERNAL_QUERY),
          JsonValues.Name.of("application_name", JsonLogField.APPLICATION_NAME),
          JsonValues.Name.of("backend_type", JsonLogField.BACKEND_TYPE));

  void add(byte[] bytes, int offset, int length) {
    values.add(bytes, offset, length);
  }

  /** Ends a line; returns null if it is no object. */
  @Nullable PostgresLine endOfLine() {
    if (!values.end()) {
      return null;
    }
    boolean isOfStatement =
        values.get(JsonLogField.CONTEXT) != null
            || values.get(JsonLogField.STATEMENT) != null
            || values.get(JsonLogField.INTERNAL_QUERY) != null;
    return new PostgresLine(
        values.get(JsonLogField.TIMESTAMP),
        values.get(JsonLogField.USER),
        values.get(JsonLogField.DBNAME),
        values.get(JsonLogField.REMOTE_HOST),
        values.get(JsonLogField.REMOTE_PORT),
        values.get(JsonLogField.SESSION_ID),
        values.get(JsonLogField.LINE_NUM),
        values.get(JsonLogField.PS),
        values.get(JsonLogField.SESSION_START),
        values.get(JsonLogField.VXID),
        values.get(JsonLogField.ERROR_SEVERITY),
        values.get(JsonLogField.STATE_CODE),
        values.get(JsonLogField.MESSAGE),
        isOfStatement,
        values.get(JsonLogField.APPLICATION_NAME),
        values.get(JsonLogField.BACKEND_TYPE));
  }
}
