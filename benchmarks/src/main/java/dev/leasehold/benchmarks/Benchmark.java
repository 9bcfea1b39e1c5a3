// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.report.Section;

/** One measurement with all its sides. */
interface Benchmark {

  /** Returns the name on the command line. */
  String name();

  /** Returns the measured quantity, in a line. */
  String what();

  /** Returns whether it runs only where it is named. */
  default boolean isLong() {
    return false;
  }

  /**
   * Measures.
   *
   * @param section takes the figures
   * @param quick whether to repeat only as often as shows that it runs
   */
  void run(Section section, boolean quick) throws Exception;
}
