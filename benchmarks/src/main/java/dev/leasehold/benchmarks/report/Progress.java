// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.report;

/** Reports the progress on standard error, so that standard output holds the figures alone. */
public final class Progress {

  private Progress() {}

  /** Writes one line. */
  public static void say(String format, Object... arguments) {
    System.err.println("benchmarks: " + String.format(format, arguments));
  }
}
