// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.IOException;

/** Loads its driver at once, as a pool does that names it, and connects to nothing. */
public final class LoadedDriver {

  private LoadedDriver() {}

  /** Ends when standard input does. */
  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    Class.forName("org.postgresql.Driver");
    while (System.in.read() >= 0) {
      // Until it is closed.
    }
  }
}
