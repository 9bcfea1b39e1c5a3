// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Names the awaited event on standard error, once it has taken more than two seconds. */
final class Progress {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final String what;
  private final long started = System.nanoTime();
  private @Nullable Duration said;

  Progress(String what) {
    this.what = what;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  void tick() {
    Duration elapsed = elapsed();
    Duration next = said == null ? QUIET : said.plus(EVERY);
    if (elapsed.compareTo(next) >= 0) {
      said = elapsed;
      System.err.printf("testbed: %s: %d s so far%n", what, elapsed.toSeconds());
    }
  }
}
