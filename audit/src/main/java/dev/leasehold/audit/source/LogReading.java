// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one log of any content. Its bytes come in pieces of any size, also over a long time. Counts
 * and positions are of whole entries: an entry that is open counts with its end.
 */
public final class LogReading {

  private static final int BUFFER = 1 << 18;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final ByteSearch LINE_END = new ByteSearch('\n', '\n');

  private final LogKind kind;
  private final String input;
  private final LineReader reader;
  private final LogTables tables;
  private final Map<LineProblem, long[]> openProblems = new EnumMap<>(LineProblem.class);
  private LogPosition settled;
  private long openLines;
  private long bytes;
  private long line;
  private boolean isEmpty = true;

  /**
   * Makes a reading.
   *
   * @param input how messages name the log
   * @param begin where the first byte stands that will be added
   */
  public LogReading(
      LogKind kind, String input, LineReader reader, LogTables tables, LogPosition begin) {
    this.kind = kind;
    this.input = input;
    this.reader = reader;
    this.tables = tables;
    this.settled = begin;
    this.bytes = begin.bytes();
    this.line = begin.line();
  }

  /** Hands all lines of an input to a reader, and counts the lines that are passed over. */
  public static void read(LogKind kind, LogInput input, LineReader reader, LogTables tables)
      throws SQLException {
    InputStream opened;
    try {
      opened = input.open();
    } catch (IOException e) {
      tables.problem(kind, input.name(), LineProblem.NOT_OPENED, 1);
      return;
    }
    LogReading reading = new LogReading(kind, input.name(), reader, tables, LogPosition.BEGIN);
    try (InputStream in = opened) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        reading.add(buffer, read);
      }
      reading.endOfLog(null);
    } catch (IOException e) {
      reading.endOfLog(LineProblem.BROKEN_OFF);
    }
  }

  /** Takes the next bytes, from the begin of a buffer. */
  public void add(byte[] buffer, int length) throws SQLException {
    int from = mark(buffer, length, bytes);
    int found = LINE_END.find(buffer, from, length);
    while (found < length) {
      piece(buffer, from, found);
      endOfLine(bytes + found + 1);
      from = found + 1;
      found = LINE_END.find(buffer, from, length);
    }
    piece(buffer, from, length);
    bytes += length;
  }

  /**
   * Returns how many of the bytes are of the mark that a log may begin with.
   *
   * @param position where the first byte stands in the log
   */
  public static int mark(byte[] buffer, int length, long position) {
    int passed = 0;
    while (passed < length
        && position + passed < BYTE_ORDER_MARK.length
        && buffer[passed] == BYTE_ORDER_MARK[(int) position + passed]) {
      passed++;
    }
    return passed;
  }

  private void piece(byte[] buffer, int from, int to) {
    boolean isBreak = isEmpty && to - from == 1 && buffer[from] == '\r';
    if (from < to && !isBreak) {
      reader.piece(buffer, from, to - from);
      isEmpty = false;
    }
  }

  private void endOfLine(long end) throws SQLException {
    if (!isEmpty) {
      LineProblem problem = reader.endOfLine();
      if (problem == null) {
        openLines++;
      } else {
        openProblems.computeIfAbsent(problem, key -> new long[] {0, line})[0]++;
      }
    }
    isEmpty = true;
    line++;
    if (reader.isBetweenEntries()) {
      settle(end);
    }
  }

  /** Counts the entries that are whole, and are not to be read again. */
  private void settle(long end) {
    for (; openLines > 0; openLines--) {
      tables.read(kind);
    }
    if (!openProblems.isEmpty()) {
      openProblems.forEach(
          (problem, lines) -> {
            for (long i = 0; i < lines[0]; i++) {
              tables.problem(kind, input, problem, lines[1]);
            }
          });
      openProblems.clear();
    }
    settled = new LogPosition(end, line);
  }

  /**
   * Ends the log: its last entry is whole, or will never be.
   *
   * @param problem why it ends here; null where it has been read to its end
   */
  public void endOfLog(@Nullable LineProblem problem) throws SQLException {
    if (problem == null && !isEmpty) {
      endOfLine(bytes);
    }
    LineProblem last = reader.endOfInput();
    settle(bytes);
    if (problem != null) {
      tables.problem(kind, input, problem, line);
    }
    if (last != null) {
      tables.problem(kind, input, last, line - 1);
    }
  }

  /** Returns how far the log has been read in whole entries: no later reading begins before. */
  public LogPosition settled() {
    return settled;
  }

  /** Returns how many bytes of its content have been added, with the bytes before the begin. */
  public long bytes() {
    return bytes;
  }
}
