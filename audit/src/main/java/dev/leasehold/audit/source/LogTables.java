// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;

/** The tables that readers fill; {@code join/0-logged.sql} has their columns. */
public interface LogTables {

  /** Returns the writer of a table. */
  RowWriter writer(String table) throws SQLException;

  /**
   * Counts a line that was passed over.
   *
   * @param source the kind of the log
   * @param input the name of the input
   * @param line the number of the line
   */
  void problem(LogKind source, String input, LineProblem problem, long line);

  /** Counts a line that was read. */
  void read(LogKind source);
}
