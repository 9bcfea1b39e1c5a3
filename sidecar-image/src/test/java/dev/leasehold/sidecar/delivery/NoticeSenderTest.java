// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NoticeSenderTest {

  private final AtomicInteger threads = new AtomicInteger();

  @Test
  void triesAgainWhenTheJvmHadNoThreadForANotice() throws Exception {
    Generation generation = generation();
    DeliveryThread worker = new DeliveryThread("orders");
    CountDownLatch heard = new CountDownLatch(1);
    ThreadFactory second = task -> threads.incrementAndGet() == 1 ? unable(task) : new Thread(task);
    NoticeSender sender =
        new NoticeSender(
            number -> NoticeResult.TOLD,
            worker,
            Duration.ofMillis(10),
            () -> false,
            heard::countDown,
            second);
    try {
      worker.run(() -> sender.tell(generation));
      heard.await();
      assertThat(threads).hasValue(2);
      assertThat(sender.isAcknowledged()).isTrue();
    } finally {
      worker.close(Duration.ofSeconds(30));
    }
  }

  private static Thread unable(Runnable task) {
    return new Thread(task) {
      @Override
      public void start() {
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }

  private static Generation generation() throws Exception {
    SettableClock clock = new SettableClock();
    RotationPolicy policy =
        new RotationPolicy(Duration.ZERO, 0.5, null, Duration.ofSeconds(60), Jitter.of("test"));
    CredentialRotator rotator =
        new CredentialRotator(
            "orders",
            policy,
            new ScriptedSource(clock),
            UntriedProbe.INSTANCE,
            LeaseListener.NONE,
            clock);
    rotator.start();
    try {
      return rotator.current();
    } finally {
      rotator.close(Duration.ofSeconds(10));
    }
  }
}
