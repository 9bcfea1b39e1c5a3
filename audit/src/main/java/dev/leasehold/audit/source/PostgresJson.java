// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import org.jspecify.annotations.Nullable;

/** Reads a line of jsonlog, which PostgreSQL 15 and later write. */
final class PostgresJson {

  private enum Field {
    TIMESTAMP,
    USER,
    DBNAME,
    REMOTE_HOST,
    REMOTE_PORT,
    SESSION_ID,
    LINE_NUM,
    PS,
    SESSION_START,
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
          Field.values().length,
          JsonValues.Name.of("timestamp", Field.TIMESTAMP),
          JsonValues.Name.of("user", Field.USER),
          JsonValues.Name.of("dbname", Field.DBNAME),
          JsonValues.Name.of("remote_host", Field.REMOTE_HOST),
          JsonValues.Name.of("remote_port", Field.REMOTE_PORT),
          JsonValues.Name.of("session_id", Field.SESSION_ID),
          JsonValues.Name.of("line_num", Field.LINE_NUM),
          JsonValues.Name.of("ps", Field.PS),
          JsonValues.Name.of("session_start", Field.SESSION_START),
          JsonValues.Name.of("error_severity", Field.ERROR_SEVERITY),
          JsonValues.Name.of("state_code", Field.STATE_CODE),
          JsonValues.Name.of("message", Field.MESSAGE),
          JsonValues.Name.of("context", Field.CONTEXT),
          JsonValues.Name.of("statement", Field.STATEMENT),
          JsonValues.Name.of("internal_query", Field.INTERNAL_QUERY),
          JsonValues.Name.of("application_name", Field.APPLICATION_NAME),
          JsonValues.Name.of("backend_type", Field.BACKEND_TYPE));

  void add(byte[] bytes, int offset, int length) {
    values.add(bytes, offset, length);
  }

  /** Ends a line; returns null if it is no object. */
  @Nullable PostgresLine endOfLine() {
    if (!values.end()) {
      return null;
    }
    boolean isOfStatement =
        values.get(Field.CONTEXT) != null
            || values.get(Field.STATEMENT) != null
            || values.get(Field.INTERNAL_QUERY) != null;
    return new PostgresLine(
        values.get(Field.TIMESTAMP),
        values.get(Field.USER),
        values.get(Field.DBNAME),
        values.get(Field.REMOTE_HOST),
        values.get(Field.REMOTE_PORT),
        values.get(Field.SESSION_ID),
        values.get(Field.LINE_NUM),
        values.get(Field.PS),
        values.get(Field.SESSION_START),
        values.get(Field.ERROR_SEVERITY),
        values.get(Field.STATE_CODE),
        values.get(Field.MESSAGE),
        isOfStatement,
        values.get(Field.APPLICATION_NAME),
        values.get(Field.BACKEND_TYPE));
  }
}
