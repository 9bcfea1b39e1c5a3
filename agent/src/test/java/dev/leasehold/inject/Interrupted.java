// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call on a thread of its own that is interrupted as soon as it waits. */
final class Interrupted {

  private final Thread thread;
  @Nullable Throwable thrown;
  boolean flagKept;

  Interrupted(Callable<?> call) {
    this.thread = new Thread(() -> run(call), "interrupted");
  }

  /** Returns when the call has ended. */
  void whileItWaits() throws InterruptedException {
    thread.start();
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
      assertThat(System.nanoTime()).as("time until the call waits").isLessThan(bound);
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
  }

  private void run(Callable<?> call) {
    try {
      call.call();
    } catch (Throwable failure) {
      thrown = failure;
    }
    flagKept = Thread.currentThread().isInterrupted();
  }
}
