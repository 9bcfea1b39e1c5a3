// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.util.concurrent.Executor;

/**
 * The means by which the ledger looks at and ends the physical connections of one sort of driver.
 */
public interface ConnectionKind {

  /** Returns whether the connection is closed, or cannot be asked. No I/O. */
  boolean isClosed(Object connection);

  /**
   * Ends the connection at once, whatever it is doing; best effort. May block.
   *
   * @param executor for what the driver does afterwards
   */
  void abort(Object connection, Executor executor);
}
