// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;

/** Prints the time of each SIGHUP that it gets. */
public final class Hangups {

  private Hangups() {}

  /** Prints {@code ready} once the handler is in, and then one time for each signal, for ever. */
  public static void main(String[] arguments) throws InterruptedException {
    sun.misc.Signal.handle(
        new sun.misc.Signal("HUP"),
        got -> System.out.println(Instant.now().truncatedTo(ChronoUnit.MICROS)));
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
