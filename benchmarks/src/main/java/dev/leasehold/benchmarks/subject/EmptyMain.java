// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

/** Does nothing; with {@code halt} it ends the JVM there, so that no shutdown is measured. */
public final class EmptyMain {

  private EmptyMain() {}

  /** Ends. */
  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      Runtime.getRuntime().halt(0);
    }
  }
}
