// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.rotation.CredentialRotator;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rotates although nothing asks for it, to prove that the application bears it. Its thread is there
 * from the start, for an application that can have no more threads.
 */
final class Rehearsals {

  private final Duration period;
  private final CredentialRotator rotator;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.daemon(task, "leasehold-rehearse"));
  private volatile @Nullable ScheduledFuture<?> schedule;

  /**
   * Makes the rehearsals of a binding.
   *
   * @param period the time from one rehearsal to the next
   */
  Rehearsals(Duration period, CredentialRotator rotator) {
    this.period = period;
    this.rotator = rotator;
    timer.prestartCoreThread();
  }

  /**
   * Rotates again and again for the rest of the JVM's life. One thread at a time may ask for it.
   */
  void begin() {
    if (schedule == null) {
      long nanos = period.toNanos();
      schedule = timer.scheduleAtFixedRate(this::rotate, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Its exception would end the schedule for good. */
  private void rotate() {
    try {
      rotator.rotate("rehearsal");
    } catch (RuntimeException | Error full) {
      // No memory for one more event: the next rehearsal comes.
    }
  }
}
