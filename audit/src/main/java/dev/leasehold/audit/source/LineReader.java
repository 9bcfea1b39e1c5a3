// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads one kind of log. A line comes in pieces, as it may be longer than memory. */
public interface LineReader {

  /**
   * Shows the beginning of the log to a reader that goes on in its middle.
   *
   * @param length the number of its bytes in the array
   */
  default void begin(byte[] bytes, int length) {}

  /** Takes the next bytes of a line, without its line break. */
  void piece(byte[] bytes, int offset, int length);

  /** Ends a line that is not empty. Returns why it was passed over; null if it was read. */
  @Nullable LineProblem endOfLine() throws SQLException;

  /** Returns whether no entry is open, so that a new reader may go on with the next line. */
  default boolean isBetweenEntries() {
    return true;
  }

  /** Returns why the last lines of an input were passed over; null if they were read. */
  default @Nullable LineProblem endOfInput() {
    return null;
  }
}
