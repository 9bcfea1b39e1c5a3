// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads csvlog. A record may have several lines, as a message in quotes may. The columns are those
 * of PostgreSQL 15 to 18: 26 of them, of which 22 have been there since 9.0.
 */
final class PostgresCsv {

  private static final int TIME = 0;
  private static final int USER = 1;
  private static final int DATABASE = 2;
  private static final int FROM = 4;
  private static final int SESSION = 5;
  private static final int START = 8;
  private static final int SEVERITY = 11;
  private static final int STATE = 12;
  private static final int MESSAGE = 13;
  private static final int APPLICATION = 22;
  private static final int TIME_LENGTH = 23;

  private final ByteArrayOutputStream record = new ByteArrayOutputStream();

  boolean isEmpty() {
    return record.size() == 0;
  }

  void clear() {
    record.reset();
  }

  /**
   * Drops a record that was cut: this line begins as a record does, and the one before has not
   * ended. Returns whether there was one.
   */
  boolean cutBefore(byte[] bytes, int offset, int length) {
    if (isEmpty()) {
      return false;
    }
    boolean begins = record.size() > LineSource.LONGEST || beginsWithTime(bytes, offset, length);
    if (begins) {
      clear();
    }
    return begins;
  }

  private static boolean beginsWithTime(byte[] bytes, int offset, int length) {
    if (length < TIME_LENGTH) {
      return false;
    }
    for (int i = 0; i < TIME_LENGTH; i++) {
      char pattern = "dddd-dd-dd dd:dd:dd.ddd".charAt(i);
      byte given = bytes[offset + i];
      if (pattern == 'd' ? given < '0' || given > '9' : given != pattern) {
        return false;
      }
    }
    return true;
  }

  /** Adds a line; returns the record if it ends here. */
  @Nullable PostgresLine line(byte[] bytes, int offset, int length) throws IOException {
    if (isEmpty() && !beginsWithTime(bytes, offset, length)) {
      throw new IOException("no record begins here");
    }
    record.write(bytes, offset, length);
    String text = record.toString(StandardCharsets.UTF_8);
    if (text.chars().filter(c -> c == '"').count() % 2 != 0) {
      record.write('\n');
      return null;
    }
    clear();
    List<String> columns = columns(text);
    if (columns.size() <= MESSAGE) {
      throw new IOException("too few columns");
    }
    return line(columns);
  }

  private static PostgresLine line(List<String> columns) throws IOException {
    String from = columns.get(FROM);
    int colon = from.lastIndexOf(':');
    return new PostgresLine(
        columns.get(TIME),
        columns.get(USER),
        columns.get(DATABASE),
        colon < 0 ? from : from.substring(0, colon),
        colon < 0 ? null : port(from.substring(colon + 1)),
        columns.get(SESSION),
        columns.get(START),
        columns.get(SEVERITY),
        columns.get(STATE),
        columns.get(MESSAGE),
        columns.size() > APPLICATION ? columns.get(APPLICATION) : null);
  }

  /** Returns the columns of a record, without quotes. */
  static List<String> columns(String record) {
    List<String> columns = new ArrayList<>();
    StringBuilder column = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < record.length() && record.charAt(i + 1) == '"') {
          column.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        columns.add(column.toString());
        column.setLength(0);
      } else {
        column.append(c);
      }
    }
    columns.add(column.toString());
    return columns;
  }

  static @Nullable Integer port(String text) throws IOException {
    try {
      return text.isEmpty() ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IOException("no port", e);
    }
  }
}
