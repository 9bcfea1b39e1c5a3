// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's jsonlog and csvlog. A line that is an object with a time is of a jsonlog,
 * whatever stands before it: within quotes of a csvlog each quote is doubled, so that no text there
 * is an object with a name.
 */
public final class PostgresReader implements LineReader {

  private final PostgresSessions sessions;
  private final PostgresJson json = new PostgresJson();
  private final PostgresCsv csv = new PostgresCsv();
  private boolean isBegin = true;
  private boolean maybeJson;
  private boolean maybeCsv;

  /** Makes a reader that fills the table. */
  public PostgresReader(LogTables tables, FingerprintKey key) throws SQLException {
    sessions = new PostgresSessions(tables, key);
  }

  @Override
  public void piece(byte[] bytes, int offset, int length) {
    if (isBegin) {
      maybeJson = bytes[offset] == '{';
      maybeCsv = !maybeJson || !csv.isBetween();
      isBegin = false;
    }
    if (maybeJson) {
      json.add(bytes, offset, length);
    }
    if (maybeCsv) {
      csv.add(bytes, offset, length);
    }
  }

  @Override
  public @Nullable LineProblem endOfLine() throws SQLException {
    isBegin = true;
    PostgresLine object = maybeJson ? json.endOfLine() : null;
    if (object != null && object.time() != null) {
      csv.clear();
      return sessions.add(object);
    }
    return maybeCsv ? endOfCsvLine() : LineProblem.UNREADABLE;
  }

  private @Nullable LineProblem endOfCsvLine() throws SQLException {
    if (!csv.endOfLine()) {
      return csv.isCut() ? LineProblem.CUT : null;
    }
    PostgresLine line = csv.record();
    return line != null
        ? sessions.add(line)
        : csv.isCut() ? LineProblem.CUT : LineProblem.UNREADABLE;
  }

  @Override
  public @Nullable LineProblem endOfInput() {
    boolean isWhole = csv.isBetween() || csv.isCut();
    csv.clear();
    return isWhole ? null : LineProblem.CUT;
  }
}
