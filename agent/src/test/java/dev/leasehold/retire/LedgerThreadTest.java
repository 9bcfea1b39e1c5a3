// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LedgerThreadTest {

  /** The number of sweeps that a thread without pauses makes in no time. */
  private static final int MANY = 1000;

  @Test
  void goesOnPausingWhenSomebodyInterruptsIt() throws Exception {
    CompletableFuture<Thread> running = new CompletableFuture<>();
    CountDownLatch sweeps = new CountDownLatch(MANY);
    LedgerThread thread =
        new LedgerThread(
            () -> {
              running.complete(Thread.currentThread());
              sweeps.countDown();
              return Duration.ofMillis(100);
            });
    thread.start();
    try {
      running.get(60, TimeUnit.SECONDS).interrupt();
      assertThat(sweeps.await(2, TimeUnit.SECONDS)).isFalse();
      assertThat(sweeps.getCount()).as("it still looks").isLessThan(MANY - 1);
    } finally {
      thread.close();
    }
  }
}
