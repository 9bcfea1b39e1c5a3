// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's jsonlog, csvlog, and lines of text. The first record of an input, or line that
 * begins as a line of text does, says whether all of it is text. Else a line that is an object with
 * a time is of a jsonlog, after any other lines. A csvlog doubles each quote within quotes, so no
 * text there is an object with a name.
 */
public final class PostgresReader implements LineReader {

  private final PostgresSessions sessions;
  private final PostgresJson json = new PostgresJson();
  private final PostgresCsv csv = new PostgresCsv();
  private final PostgresText text;
  private boolean isFirst = true; // While neither a record nor a line has told the format.
  private boolean isText;
  private boolean isBegin = true;
  private boolean isQuoted; // The line began within a record of a csvlog.
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
        if (i > from) {
          lookAtLine(bytes, from, i - from);
        }
        from = i + 1;
      }
    }
    csv.clear();
  }

  private void lookAtLine(byte[] bytes, int offset, int length) {
    piece(bytes, offset, length);
    isBegin = true;
    lookForText();
    isFirst = isFirst && record() == null;
    text.clear();
  }

  private void lookForText() {
    isText = !isQuoted && text.isText();
    isFirst = !isText;
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
      isQuoted = !csv.isBetween() && !csv.isCut();
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
      lookForText();
    }
    if (isText) {
      csv.clear();
      return endOfText();
    }
    boolean isRest = isFirst && text.isContinued(); // Of a message that was read before.
    text.clear();
    PostgresLine line = record();
    if (line != null) {
      isFirst = false;
      return sessions.add(line);
    }
    return isRest ? null : problem();
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

  /** Ends a line; returns the record that ends with it, null for none. */
  private @Nullable PostgresLine record() {
    PostgresLine object = maybeJson ? json.endOfLine() : null;
    if (object != null && object.time() != null) {
      csv.clear();
      return object;
    }
    return maybeCsv && csv.endOfLine() ? csv.record() : null;
  }

  /** Returns why no record ends with a line; null within a record. */
  private @Nullable LineProblem problem() {
    if (maybeCsv && csv.isCut()) {
      return LineProblem.CUT;
    }
    return maybeCsv && !csv.isBetween() ? null : LineProblem.UNREADABLE;
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
