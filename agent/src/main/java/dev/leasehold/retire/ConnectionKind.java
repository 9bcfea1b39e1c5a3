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
   * Ends the connection at once, in any state; best effort. May block.
   *
   * @param executor for the driver's later work
   */
  void abort(Object connection, Executor executor);
}
