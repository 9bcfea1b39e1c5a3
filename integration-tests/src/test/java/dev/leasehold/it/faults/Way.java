// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.it.Source;

/** A way to open connections that every fault is tried on. */
enum Way {
  HIKARI("HikariCP", Source.HIKARI, true, Way.WAITING),
  TOMCAT("Tomcat JDBC", Source.TOMCAT, true, Way.TRYING),
  DBCP2("DBCP2", Source.DBCP2, true, Way.TRYING),
  AGROAL("Agroal", Source.AGROAL, true, Way.TRYING),
  PLAIN("plain JDBC", Source.DRIVER_MANAGER, false, Way.TRYING);

  /** A borrow waits for a connection while the pool cannot open any. */
  private static final long WAITING = 20;

  /** Four threads, each of which tries again 5 ms after a failure. */
  static final long TRYING = 800;

  private final String label;
  private final Source source;
  private final boolean pools;
  private final long mostFailuresInOneSecond;

  Way(String label, Source source, boolean pools, long mostFailuresInOneSecond) {
    this.label = label;
    this.source = source;
    this.pools = pools;
    this.mostFailuresInOneSecond = mostFailuresInOneSecond;
  }

  /** Returns its name in the document. */
  String label() {
    return label;
  }

  Source source() {
    return source.withBothCompilers();
  }

  /** Returns whether connections are kept, so that a login is rare. */
  boolean pools() {
    return pools;
  }

  /** Returns how many borrows may fail in one second in which there is no connection to be had. */
  long mostFailuresInOneSecond() {
    return mostFailuresInOneSecond;
  }
}
