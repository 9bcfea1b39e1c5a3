// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.report.Samples;

/** What connects took, and how much processor time their thread; in microseconds. */
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
