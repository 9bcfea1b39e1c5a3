// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

/** The JVM's own clocks. */
enum SystemLeaseClock implements LeaseClock {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }
}
