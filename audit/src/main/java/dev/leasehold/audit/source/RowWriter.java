// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes rows into one table. */
public interface RowWriter {

  /**
   * Writes a row.
   *
   * @param values the columns in the table's order: {@link Long}, {@link Integer}, {@link Boolean},
   *     {@link String} or null
   */
  void row(@Nullable Object... values) throws SQLException;
}
