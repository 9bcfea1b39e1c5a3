// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

/**
 * The result of a trial of a pool's version.
 *
 * @param failed queries that failed in the whole trial
 * @param idle how connections went that nobody used at a rotation: the pool's connections, or a
 *     connection that its owner kept
 * @param borrowed how a connection went that was in a transaction at a rotation and came back after
 *     it
 */
record Shown(PoolVersion version, long failed, Going idle, Going borrowed) {

  /** Returns the row of the table in {@code docs/compatibility.md}. */
  String row() {
    boolean unpooled = version.pool().table() == PoolTable.UNPOOLED;
    return version.cells()
        + " "
        + String.join(
            " | ",
            failed == 0 ? "none" : "queries on a connection at its deadline",
            idle == Going.EVICTED ? "within seconds" : "at the deadline",
            borrowed == Going.ABORTED
                ? "at the deadline"
                : unpooled ? "when it is closed" : "when it comes back")
        + " |";
  }
}
