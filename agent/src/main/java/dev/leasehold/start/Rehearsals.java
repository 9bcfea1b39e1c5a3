// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.CredentialRotator;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Rotates although nothing asks for it, to prove that the application bears it. */
final class Rehearsals {

  private Rehearsals() {}

  /** Rotates again and again, {@code period} apart, for the rest of the JVM's life. */
  static void every(Duration period, CredentialRotator life) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "leasehold-rehearse");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> ignored =
        timer.scheduleAtFixedRate(
            () -> life.rotate("rehearsal"),
            period.toNanos(),
            period.toNanos(),
            TimeUnit.NANOSECONDS);
  }
}
