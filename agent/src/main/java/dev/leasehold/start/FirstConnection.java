// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.observe.Log;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The latch of the first connection that a binding is for. An agent that waits in vain may be in
 * the wrong JVM: a launcher's, whose children run without it. Safe for many threads.
 */
final class FirstConnection {

  /** Longer than an application takes to start, be it slow. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CountDownLatch asked = new CountDownLatch(1);

  /** Says that a connection is asked for. */
  void asked() {
    asked.countDown();
  }

  /** Returns whether a connection was asked for. */
  boolean wasAsked() {
    return asked.getCount() == 0;
  }

  /** Waits until a connection is asked for. */
  void awaitAsked() throws InterruptedException {
    asked.await();
  }

  /** Looks on a thread of its own whether a connection comes, and says so once where none has. */
  void watch(Log log) {
    if (!wasAsked()) {
      DaemonThreads.daemon(() -> await(PATIENCE, log), "leasehold-unused").start();
    }
  }

  /** Waits for it, and says so once where none has come after {@code patience}. */
  void await(Duration patience, Log log) {
    try {
      if (!asked.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        log.info(
            "no connection that a binding is for in the "
                + patience.toMinutes()
                + " min since the start. If the application has any, they match no binding"
                + " (leasehold.mode=observe shows each), or another JVM opens them, without the"
                + " agent: docs/launchers.md");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
