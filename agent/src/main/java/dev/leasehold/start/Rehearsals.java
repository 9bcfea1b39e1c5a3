// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.rotation.CredentialRotator;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Rotates although nothing asks for it, to prove that the application bears it. */
final class Rehearsals {

  private Rehearsals() {}

  /** Rotates again and again, {@code period} apart, for the rest of the JVM's life. */
  static void every(Duration period, CredentialRotator rotator) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, task -> DaemonThreads.daemon(task, "leasehold-rehearse"));
    ScheduledFuture<?> ignored =
        timer.scheduleAtFixedRate(
            () -> rotate(rotator), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Its exception would end the schedule for good. */
  private static void rotate(CredentialRotator rotator) {
    try {
      rotator.rotate("rehearsal");
    } catch (RuntimeException | Error full) {
      // No memory for one more event: the next rehearsal comes.
    }
  }
}
