// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks some times, soon after the first lease for which there is a thread, whether Vault can still
 * be connected to. An application may take the network away when it has started, and the first
 * renewal of a lease of a day is sixteen hours away.
 */
final class NetworkCheck implements LeaseListener, Runnable {

  /** After the first lease. The last check is later than applications start, be they slow. */
  private static final Duration[] PAUSES = {
    Duration.ofSeconds(15), Duration.ofSeconds(45), Duration.ofMinutes(4)
  };

  private final Supplier<@Nullable Throwable> connection;
  private final Predicate<Throwable> obstacles;
  private final ThreadFactory threads;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Nobody opens it: the JVM may end at any time. */
  private final CountDownLatch pause = new CountDownLatch(1);

  /**
   * Makes a check that has not begun.
   *
   * @param connection tries a connection; returns the failure, or null
   * @param obstacles is told of that; returns whether it has said so and need not hear more
   */
  NetworkCheck(Supplier<@Nullable Throwable> connection, Predicate<Throwable> obstacles) {
    this(connection, obstacles, task -> DaemonThreads.daemon(task, "leasehold-network"));
  }

  NetworkCheck(
      Supplier<@Nullable Throwable> connection,
      Predicate<Throwable> obstacles,
      ThreadFactory threads) {
    this.connection = connection;
    this.obstacles = obstacles;
    this.threads = threads;
  }

  @Override
  public void published(Generation generation, String reason) {
    if (generation.lease().revocable() && begun.compareAndSet(false, true)) {
      try {
        threads.newThread(this).start();
      } catch (OutOfMemoryError none) { // As the JVM says it where it gets no more threads.
        begun.set(false);
      }
    }
  }

  @Override
  public void run() {
    run(PAUSES);
  }

  void run(Duration... pauses) {
    try {
      for (Duration each : pauses) {
        boolean ignored = pause.await(each.toNanos(), TimeUnit.NANOSECONDS);
        Throwable obstacle = connection.get();
        if (obstacle != null && obstacles.test(obstacle)) {
          return;
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
