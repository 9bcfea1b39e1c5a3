package dev.leasehold.it.pool;

/** A table of the document that these tests write. */
enum PoolTable {
  /** Pools, on the driver itself. */
  POOLS("pools", 2),
  /** Drivers and data sources that stand between a pool and the driver. */
  WRAPPERS("wrappers", 1);

  private final String marker;
  private final int rotations;

  PoolTable(String marker, int rotations) {
    this.marker = marker;
    this.rotations = rotations;
  }

  /** Returns how many rotations under load the short form waits for. */
  int rotations() {
    return rotations;
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
