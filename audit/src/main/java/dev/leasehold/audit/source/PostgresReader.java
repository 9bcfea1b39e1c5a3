// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads PostgreSQL's jsonlog or csvlog. The first character of a line tells which it is. */
public final class PostgresReader implements LineReader {

  private final PostgresSessions sessions;
  private final PostgresJson json = new PostgresJson();
  private final PostgresCsv csv = new PostgresCsv();

  /** Makes a reader that fills the table. */
  public PostgresReader(LogTables tables) throws SQLException {
    sessions = new PostgresSessions(tables);
  }

  @Override
  public @Nullable LineProblem line(byte[] bytes, int offset, int length) throws SQLException {
    try {
      if (csv.isEmpty() && bytes[offset] == '{') {
        return sessions.add(json.line(bytes, offset, length));
      }
      boolean cut = csv.cutBefore(bytes, offset, length);
      PostgresLine line = csv.line(bytes, offset, length);
      LineProblem problem = line == null ? null : sessions.add(line);
      return cut ? LineProblem.UNREADABLE : problem;
    } catch (IOException e) {
      return LineProblem.UNREADABLE;
    }
  }

  @Override
  public @Nullable LineProblem end() {
    boolean whole = csv.isEmpty();
    csv.clear();
    return whole ? null : LineProblem.UNREADABLE;
  }
}
