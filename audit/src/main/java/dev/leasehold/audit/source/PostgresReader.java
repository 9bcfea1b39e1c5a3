// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's jsonlog, csvlog, and lines of text. The first line of an input that begins as
 * PostgreSQL's lines do says whether all of it is text. Else a line that is an object with a time
 * is of a jsonlog, after any other lines. A csvlog doubles each quote within quotes, so no text
 * there is an object with a name.
 */
public final class PostgresReader implements LineReader {

  private final PostgresSessions sessions;
  private final PostgresJson json = new PostgresJson();
  private final PostgresCsv csv = new PostgresCsv();
  private final PostgresText text;
  private boolean isFirst = true; // While no line has told the format.
  private boolean isText;
  private boolean isBegin = true;
  private boolean maybeJson;
  private boolean maybeCsv;

  /**
   * Makes a reader that fills the table.
   *
   * @param prefix of logs in text; null for a known prefix
   */
  public PostgresReader(LogTables tables, FingerprintKey key, @Nullable PostgresPrefix prefix)
      throws SQLException {
    sessions = new PostgresSessions(tables, key);
    text = new PostgresText(prefix);
  }

  @Override
  public void begin(byte[] bytes, int length) {
    int from = 0;
    for (int i = 0; i < length && isFirst; i++) {
      if (bytes[i] == '\n') {
        text.add(bytes, from, i - from);
        lookAtFormat();
        text.clear();
        from = i + 1;
      }
    }
  }

  private void lookAtFormat() {
    isFirst = !text.tellsFormat();
    isText = !isFirst && text.isText();
  }

  @Override
  public void piece(byte[] bytes, int offset, int length) {
    if (isText || isFirst) {
      text.add(bytes, offset, length);
    }
    if (isText) {
      return;
    }
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
    if (isFirst) {
      lookAtFormat();
    }
    if (isText) {
      csv.clear();
      return endOfText();
    }
    boolean isRest = isFirst && text.isContinued(); // Of a message that was read before.
    text.clear();
    LineProblem problem = endOfRecord();
    return isRest ? null : problem;
  }

  private @Nullable LineProblem endOfText() throws SQLException {
    try {
      PostgresLine line = text.record();
      if (line != null) {
        return sessions.add(line);
      }
      return text.isContinued() || text.showsNoSession() ? null : text.problem();
    } finally {
      text.clear();
    }
  }

  private @Nullable LineProblem endOfRecord() throws SQLException {
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
  public boolean isBetweenEntries() {
    return csv.isBetween();
  }

  @Override
  public @Nullable LineProblem endOfInput() {
    boolean isWhole = csv.isBetween() || csv.isCut();
    csv.clear();
    return isWhole ? null : LineProblem.CUT;
  }
}
