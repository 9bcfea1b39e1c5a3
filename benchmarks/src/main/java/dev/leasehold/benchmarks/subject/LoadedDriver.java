// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.IOException;

/** Loads its driver when it is told to, as a pool does that names it, and connects to nothing. */
public final class LoadedDriver {

  /** The line that it prints right before it loads the driver. */
  public static final String LOADING = "loading";

  private LoadedDriver() {}

  /** Waits for a first byte; ends when standard input does. */
  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    int told = System.in.read();
    System.out.println(LOADING);
    Class.forName("org.postgresql.Driver");
    while (told >= 0) {
      told = System.in.read();
    }
  }
}
