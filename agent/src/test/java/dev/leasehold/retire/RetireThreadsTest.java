// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RetireThreadsTest {

  private final RetireThreads threads = new RetireThreads("retire-test", 8);

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void hasAThreadBeforeItIsNeeded() {
    assertThat(Thread.getAllStackTraces().keySet())
        .anyMatch(t -> t.getName().equals("retire-test"));
  }

  @Test
  void goesOnWhileSevenTasksHang() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Phaser hanging = new Phaser(1);
    for (int i = 0; i < 7; i++) {
      hanging.register();
      threads.execute(
          () -> {
            hanging.arriveAndDeregister();
            awaitQuietly(release);
          });
    }
    hanging.arriveAndAwaitAdvance();
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(done::countDown);
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    release.countDown();
  }

  @Test
  void doesEveryTaskWhenAllThreadsAreBusy() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(100);
    AtomicInteger begun = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      threads.execute(
          () -> {
            begun.incrementAndGet();
            awaitQuietly(release);
            done.countDown();
          });
    }
    assertThat(begun.get()).isLessThanOrEqualTo(8);
    release.countDown();
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void goesOnAfterATaskThatFails() throws Exception {
    threads.execute(
        () -> {
          throw new OutOfMemoryError();
        });
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(done::countDown);
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
