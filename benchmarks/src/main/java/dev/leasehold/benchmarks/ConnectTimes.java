// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.report.Samples;

/** The time of connects, and the processor time of their thread; in microseconds. */
final class ConnectTimes {

  private final Samples taken = new Samples();
  private final Samples worked = new Samples();

  void add(double microsTaken, double microsWorked) {
    taken.add(microsTaken);
    worked.add(microsWorked);
  }

  void addAll(ConnectTimes others) {
    taken.addAll(others.taken);
    worked.addAll(others.worked);
  }

  Samples taken() {
    return taken;
  }

  Samples worked() {
    return worked;
  }
}
