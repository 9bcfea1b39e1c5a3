// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads one input to its end, whatever is in it, in a buffer of one size. */
public final class LogReading {

  private static final int BUFFER = 1 << 18;
  private static final ByteSearch LINE_END = new ByteSearch('\n', '\n');

  private final LogKind kind;
  private final LogInput input;
  private final LineReader reader;
  private final LogTables tables;
  private final byte[] buffer = new byte[BUFFER];
  private long line = 1;
  private boolean isEmpty = true;

  private LogReading(LogKind kind, LogInput input, LineReader reader, LogTables tables) {
    this.kind = kind;
    this.input = input;
    this.reader = reader;
    this.tables = tables;
  }

  /** Hands all lines of an input to a reader, and counts those that are passed over. */
  public static void read(LogKind kind, LogInput input, LineReader reader, LogTables tables)
      throws SQLException {
    InputStream opened;
    try {
      opened = input.open();
    } catch (IOException e) {
      tables.problem(kind, input.name(), LineProblem.NOT_OPENED, 1);
      return;
    }
    LogReading reading = new LogReading(kind, input, reader, tables);
    try (InputStream in = opened) {
      reading.lines(in);
    } catch (IOException e) {
      tables.problem(kind, input.name(), LineProblem.BROKEN_OFF, reading.line);
    }
    LineProblem last = reader.endOfInput();
    if (last != null) {
      tables.problem(kind, input.name(), last, reading.line - 1);
    }
  }

  private void lines(InputStream in) throws IOException, SQLException {
    int read = in.read(buffer);
    while (read >= 0) {
      int from = 0;
      int found = LINE_END.find(buffer, 0, read);
      while (found < read) {
        piece(from, found);
        endOfLine();
        from = found + 1;
        found = LINE_END.find(buffer, from, read);
      }
      piece(from, read);
      read = in.read(buffer);
    }
    if (!isEmpty) {
      endOfLine();
    }
  }

  private void piece(int from, int to) {
    boolean isBreak = isEmpty && to - from == 1 && buffer[from] == '\r';
    if (from < to && !isBreak) {
      reader.piece(buffer, from, to - from);
      isEmpty = false;
    }
  }

  private void endOfLine() throws SQLException {
    if (!isEmpty) {
      @Nullable LineProblem problem = reader.endOfLine();
      if (problem == null) {
        tables.read(kind);
      } else {
        tables.problem(kind, input.name(), problem, line);
      }
    }
    isEmpty = true;
    line++;
  }
}
