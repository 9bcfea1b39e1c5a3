// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.it.Source;

/** A way to open connections that every fault is tried on. */
enum Way {
  HIKARI("HikariCP", Source.HIKARI, true),
  TOMCAT("Tomcat JDBC", Source.TOMCAT, true),
  DBCP2("DBCP2", Source.DBCP2, true),
  AGROAL("Agroal", Source.AGROAL, true),
  PLAIN("plain JDBC", Source.DRIVER_MANAGER, false);

  private final String label;
  private final Source source;
  private final boolean pools;

  Way(String label, Source source, boolean pools) {
    this.label = label;
    this.source = source;
    this.pools = pools;
  }

  /** Returns what the document calls it. */
  String label() {
    return label;
  }

  Source source() {
    return source;
  }

  /** Returns whether connections are kept, so that a login is rare. */
  boolean pools() {
    return pools;
  }
}
