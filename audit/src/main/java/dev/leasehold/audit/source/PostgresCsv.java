// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads csvlog of PostgreSQL 15 to 18, byte by byte. A value in quotes may have line breaks, and
 * holds text that a client sends. So no line within quotes is ever taken for a record, even if it
 * looks like a record.
 *
 * <p>PostgreSQL doubles each quote of a value. So a quote in quotes is followed by another quote, a
 * comma or the end of the record. Anything else shows that a record was cut, and that this quote
 * begins a value of the next record. Both are passed over, and so is text that does not begin as a
 * record does. No text that a client sends can look like a cut.
 */
final class PostgresCsv {

  /** The columns up to the last that is looked at. */
  enum Column {
    TIME,
    USER,
    DATABASE,
    PROCESS,
    FROM,
    SESSION,
    NUMBER,
    ACTIVITY,
    START,
    VIRTUAL_TRANSACTION,
    TRANSACTION,
    SEVERITY,
    STATE,
    MESSAGE,
    DETAIL,
    HINT,
    INTERNAL_QUERY,
    INTERNAL_POSITION,
    CONTEXT,
    STATEMENT,
    POSITION,
    LOCATION,
    APPLICATION,
    BACKEND
  }

  private enum CsvState {
    BETWEEN,
    BEGIN,
    PLAIN,
    QUOTED,
    QUOTE
  }

  private static final int COLUMNS = Column.values().length;

  /**
   * The leader of a parallel worker and the query follow. More would be two records in one line.
   */
  private static final int ALL_COLUMNS = COLUMNS + 2;

  private static final int LONGEST = 1 << 13;
  private static final String BEGIN = "dddd-dd-dd dd:dd:dd.ddd";

  private final byte[] value = new byte[LONGEST];
  private final String[] values = new String[COLUMNS];

  /** The first bytes of a line, until they say whether a record begins: it may come in pieces. */
  private final byte[] head = new byte[BEGIN.length()];

  private int headSize;
  private CsvState state = CsvState.BETWEEN;
  private int size;
  private int column;
  private boolean isCut;
  private boolean isUserQuoted;

  /** Returns whether no record has begun. */
  boolean isBetween() {
    return state == CsvState.BETWEEN && headSize == 0;
  }

  /** Returns whether lines are passed over, as a record was cut. */
  boolean isCut() {
    return isCut;
  }

  void clear() {
    state = CsvState.BETWEEN;
    headSize = 0;
    isCut = false;
  }

  /** Takes the next bytes of a line. */
  void add(byte[] bytes, int offset, int length) {
    int next = offset;
    int end = offset + length;
    if (state == CsvState.BETWEEN) {
      while (next < end && headSize < head.length) {
        head[headSize] = bytes[next];
        headSize++;
        next++;
      }
      if (headSize < head.length) {
        return;
      }
      begin();
    }
    for (; next < end; next++) {
      step(bytes[next]);
    }
  }

  private void begin() {
    int taken = headSize;
    headSize = 0;
    begin(taken == head.length && isTime(head));
    for (int i = 0; i < taken; i++) {
      step(head[i]);
    }
  }

  private void begin(boolean isRecord) {
    isCut = !isRecord;
    state = isRecord ? CsvState.BEGIN : CsvState.QUOTED;
    isUserQuoted = false;
    column = 0;
    size = 0;
  }

  private static boolean isTime(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      char pattern = BEGIN.charAt(i);
      byte given = bytes[i];
      if (pattern == 'd' ? given < '0' || given > '9' : given != pattern) {
        return false;
      }
    }
    return true;
  }

  private void step(byte b) {
    switch (state) {
      case QUOTED -> {
        if (b == '"') {
          state = CsvState.QUOTE;
        } else {
          keep(b);
        }
      }
      case QUOTE -> afterQuote(b);
      case BEGIN -> {
        if (b == '"') {
          state = CsvState.QUOTED;
          isUserQuoted = isUserQuoted || column == Column.USER.ordinal();
        } else {
          plain(b);
        }
      }
      default -> plain(b);
    }
  }

  private void afterQuote(byte b) {
    if (b == '"') {
      keep(b);
      state = CsvState.QUOTED;
    } else if (b == ',') {
      endValue();
    } else if (b != '\r') {
      isCut = true;
      state = CsvState.QUOTED;
    }
  }

  private void plain(byte b) {
    if (b == ',') {
      endValue();
    } else if (b == '"') {
      isCut = true;
      state = CsvState.QUOTED;
    } else {
      state = CsvState.PLAIN;
      keep(b);
    }
  }

  private void keep(byte b) {
    if (size < LONGEST && column < COLUMNS) {
      value[size] = b;
      size++;
    }
  }

  private void endValue() {
    if (column < COLUMNS) {
      values[column] = size == 0 ? "" : new String(value, 0, size, StandardCharsets.UTF_8);
    }
    column++;
    size = 0;
    state = CsvState.BEGIN;
  }

  /** Ends a line; returns whether the record ends here. */
  boolean endOfLine() {
    if (state == CsvState.BETWEEN) {
      begin();
    }
    if (state == CsvState.QUOTED) {
      keep((byte) '\n');
      return false;
    }
    endValue();
    state = CsvState.BETWEEN;
    return true;
  }

  /** Returns the record that has ended; null if it is none. */
  @Nullable PostgresLine record() {
    if (isCut || column != ALL_COLUMNS || !isUserQuoted && !get(Column.USER).isEmpty()) {
      return null;
    }
    String from = get(Column.FROM);
    int colon = from.lastIndexOf(':');
    return new PostgresLine(
        get(Column.TIME),
        get(Column.USER),
        get(Column.DATABASE),
        colon < 0 ? from : from.substring(0, colon),
        colon < 0 ? null : from.substring(colon + 1),
        get(Column.SESSION),
        get(Column.NUMBER),
        get(Column.ACTIVITY),
        get(Column.START),
        get(Column.VIRTUAL_TRANSACTION),
        get(Column.SEVERITY),
        get(Column.STATE),
        get(Column.MESSAGE),
        !(get(Column.CONTEXT) + get(Column.STATEMENT) + get(Column.INTERNAL_QUERY)).isEmpty(),
        get(Column.APPLICATION),
        get(Column.BACKEND));
  }

  private String get(Column which) {
    return values[which.ordinal()];
  }
}
