// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;

/** The present answer of a server, as an input. */
@FunctionalInterface
public interface LiveInput {

  /**
   * Asks the server, and writes its answer into tables.
   *
   * @param key of the fingerprints
   * @param snapshot tells the input from others
   * @throws LiveException if the server does not answer, or refuses
   */
  void read(LogTables tables, FingerprintKey key, long snapshot) throws SQLException;
}
