// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.IOException;

/** Loads its driver, as a pool does that names it, and connects to nothing. */
public final class LoadedDriver {

  private LoadedDriver() {}

  /**
   * Ends when standard input does.
   *
   * @param arguments for how many milliseconds the application has run before it needs its driver
   */
  public static void main(String[] arguments)
      throws ReflectiveOperationException, IOException, InterruptedException {
    Thread.sleep(Long.parseLong(arguments[0]));
    System.out.println("loading");
    Class.forName("org.postgresql.Driver");
    while (System.in.read() >= 0) {
      // Until it is closed.
    }
  }
}
