// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

/** A table of the document that these tests write. */
enum PoolTable {
  /** Pools, on the driver itself. */
  POOLS("pools", 2, Columns.POOLED),
  /** A new connection each time. */
  UNPOOLED(
      "unpooled",
      1,
      "queries that fail | a connection that its owner keeps goes" + Columns.IN_TRANSACTION),
  /** Drivers and data sources that stand between a pool and the driver. */
  WRAPPERS("wrappers", 1, Columns.POOLED);

  private final String marker;
  private final int rotations;
  private final String columns;

  PoolTable(String marker, int rotations, String columns) {
    this.marker = marker;
    this.rotations = rotations;
    this.columns = columns;
  }

  private static final class Columns {

    static final String IN_TRANSACTION = " | a connection in a transaction goes";
    static final String POOLED = "queries that fail | idle connections go" + IN_TRANSACTION;
  }

  /** Returns how many rotations under load the short form waits for. */
  int rotations() {
    return rotations;
  }

  /** Returns the table's head. */
  String head() {
    return "| opened by | artifact and version | " + columns + " |\n|---|---|---|---|---|\n";
  }

  /** Returns the line of the document before its head. */
  String begin() {
    return "<!-- " + marker + " -->\n";
  }

  /** Returns the line of the document after its last row. */
  String end() {
    return "<!-- /" + marker + " -->\n";
  }
}
