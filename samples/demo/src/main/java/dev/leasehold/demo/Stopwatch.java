// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Duration;

/** Time since it was made; prints as {@code 01:23}. */
final class Stopwatch {

  private final long started = System.nanoTime();

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  @Override
  public String toString() {
    Duration elapsed = elapsed();
    return String.format("%02d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
  }
}
