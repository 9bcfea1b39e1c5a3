// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads inputs to their ends, whatever is in them. */
public final class LogReading {

  private LogReading() {}

  /**
   * Hands all lines of an input to a reader, and counts those that are passed over.
   *
   * @throws IOException if the input cannot be opened
   */
  public static void read(LogKind kind, LogInput input, LineReader reader, LogTables tables)
      throws IOException, SQLException {
    try (InputStream in = input.open()) {
      LineSource lines = new LineSource(in);
      while (advances(lines, kind, input, tables)) {
        if (lines.length() > 0) {
          count(kind, input, tables, line(lines, reader), lines.number());
        }
      }
      LineProblem last = reader.end();
      if (last != null) {
        tables.problem(kind, input.name(), last, lines.number());
      }
    }
  }

  private static boolean advances(
      LineSource lines, LogKind kind, LogInput input, LogTables tables) {
    try {
      return lines.advance();
    } catch (IOException e) {
      tables.problem(kind, input.name(), LineProblem.BROKEN_OFF, lines.number() + 1);
      return false;
    }
  }

  private static @Nullable LineProblem line(LineSource lines, LineReader reader)
      throws SQLException {
    return lines.tooLong()
        ? LineProblem.TOO_LONG
        : reader.line(lines.bytes(), lines.offset(), lines.length());
  }

  private static void count(
      LogKind kind, LogInput input, LogTables tables, @Nullable LineProblem problem, long number) {
    if (problem == null) {
      tables.read(kind);
    } else {
      tables.problem(kind, input.name(), problem, number);
    }
  }
}
