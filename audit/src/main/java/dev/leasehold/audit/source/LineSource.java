// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of bytes from a stream, in bounded memory. A line that is longer than {@link #LONGEST} is
 * passed over.
 */
final class LineSource {

  /** The longest line that is read, in bytes: an entry of some 2 kB has room for much data. */
  static final int LONGEST = 1 << 20;

  private static final int FIRST = 1 << 16;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST];
  private int start;
  private int next;
  private int end;
  private long number;
  private boolean tooLong;

  LineSource(InputStream in) {
    this.in = in;
  }

  /**
   * Advances to the next line, which is then in {@link #bytes()}; false at the end.
   *
   * @throws IOException if the input breaks off, as a truncated gzip file does
   */
  boolean advance() throws IOException {
    start = next;
    tooLong = false;
    int searched = start;
    while (true) {
      int found = find(searched);
      if (found >= 0) {
        next = found + 1;
        number++;
        return true;
      }
      searched = end - start;
      if (!fill()) {
        next = end;
        boolean more = start < end || tooLong;
        number += more ? 1 : 0;
        return more;
      }
      searched = tooLong ? start : searched;
    }
  }

  private int find(int from) {
    byte[] bytes = buffer;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Moves the line to the beginning of the buffer and reads on; false at the end. */
  private boolean fill() throws IOException {
    int length = end - start;
    if (length > LONGEST) {
      tooLong = true;
      length = 0;
    } else {
      System.arraycopy(buffer, start, buffer, 0, length);
    }
    start = 0;
    end = length;
    if (buffer.length - end < FIRST) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, read);
    return read >= 0;
  }

  /** Returns the array that holds the line. It changes with {@link #advance()}. */
  byte[] bytes() {
    return buffer;
  }

  int offset() {
    return start;
  }

  /** Returns the length in bytes without the line break. */
  int length() {
    int last = next > start && buffer[next - 1] == '\n' ? next - 1 : next;
    return last > start && buffer[last - 1] == '\r' ? last - 1 - start : last - start;
  }

  /** Returns the number of the line, from one on. */
  long number() {
    return number;
  }

  /** Returns whether the line was too long, so that only its end is here. */
  boolean tooLong() {
    return tooLong;
  }
}
