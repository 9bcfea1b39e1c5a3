// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads one kind of log, line by line. */
public interface LineReader {

  /** Returns why the line was passed over; null if it was read. */
  @Nullable LineProblem line(byte[] bytes, int offset, int length) throws SQLException;

  /** Returns why the last lines of an input were passed over; null if they were read. */
  default @Nullable LineProblem end() throws SQLException {
    return null;
  }
}
