// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.NoCredentialException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CredentialRotatorTest {

  private final SuspendedClock clock = new SuspendedClock();
  private final CountingSource source = new CountingSource(clock);
  private final CountDownLatch revoked = new CountDownLatch(1);
  private final CountDownLatch failed = new CountDownLatch(1);
  private final AtomicBoolean outOfMemory = new AtomicBoolean();
  private final Set<Credential> dropped = ConcurrentHashMap.newKeySet();
  private final CredentialRotator rotator = rotator(Duration.ofSeconds(20));

  @AfterEach
  void close() {
    rotator.close(Duration.ofSeconds(5));
    assertThat(source.held).as("leases left behind").isEmpty();
  }

  @Test
  void letsTwoHundredThreadsWaitForOneFirstCredential() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(200);
    List<Future<Generation>> attempts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      attempts.add(threads.submit(() -> rotator.current()));
    }
    rotator.start();
    for (Future<Generation> attempt : attempts) {
      assertThat(attempt.get().number()).isEqualTo(1);
    }
    threads.shutdown();
    assertThat(source.fetches).hasValue(1);
  }

  @Test
  void letsTheOthersWaitWhenOneThreadThatWaitsForTheFirstCredentialIsInterrupted()
      throws Exception {
    source.gate = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<Generation>> attempts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      attempts.add(threads.submit(() -> rotator.current()));
    }
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread interrupted =
        new Thread(() -> thrown.set(catchThrowable(() -> rotator.current())), "interrupted");
    interrupted.start();
    rotator.start();
    awaitWaiting(interrupted);
    interrupted.interrupt();
    interrupted.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    source.gate.countDown();
    for (Future<Generation> attempt : attempts) {
      assertThat(attempt.get().number()).isEqualTo(1);
    }
    threads.shutdown();
    assertThat(source.fetches).hasValue(1);
  }

  @Test
  void replacesARejectedCredentialOnceForAllThreads() throws Exception {
    rotator.start();
    Generation rejected = rotator.current();
    ExecutorService threads = Executors.newFixedThreadPool(50);
    List<Future<Generation>> attempts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      attempts.add(threads.submit(() -> rotator.replacing(rejected, Databases.ONE, "28P01")));
    }
    for (Future<Generation> attempt : attempts) {
      assertThat(attempt.get().number()).isEqualTo(2);
    }
    threads.shutdown();
    assertThat(source.fetches).hasValue(2);
  }

  @Test
  void forgetsARejectionThatACheckFoundOnceTheDatabaseHasTakenTheNextCredential() throws Exception {
    rotator.start();
    for (int rejection = 1; rejection <= 4; rejection++) {
      Generation lost = rotator.current();
      dropped.add(lost.credential());
      rotator.suspect(lost, Databases.ONE, "42501");
      while (rotator.current() == lost) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      rotator.accepted(
          rotator.current(),
          Databases.ONE); // Else the third in a row would be refused for a while.
      rotator.drained(lost);
    }
    assertThat(source.fetches).hasValue(5);
  }

  @Test
  void saysWhyWhenNoFirstCredentialComes() {
    source.failure = new LeaseException(LeaseException.Kind.UNAVAILABLE, "Vault is sealed");
    CredentialRotator impatient = rotator(Duration.ofMillis(300));
    impatient.start();
    assertThatThrownBy(impatient::current)
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("binding orders got no credential within 300 ms")
        .hasMessageContaining("fetch failed: Vault is sealed")
        .hasMessageContaining("the configured password is not tried");
    impatient.close(Duration.ofSeconds(1));
  }

  @Test
  void refusesAtOnceWhenTheSourceFailsAfterARejection() throws Exception {
    rotator.start();
    Generation rejected = rotator.current();
    source.failure = new LeaseException(LeaseException.Kind.UNAVAILABLE, "Vault is sealed");
    assertThatThrownBy(() -> rotator.replacing(rejected, Databases.ONE, "28P01"))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("has no valid lease")
        .hasMessageContaining("Vault is sealed");
    source.failure = null;
  }

  @Test
  void revokesTheLeaseThatIsOnItsWayAtShutdown() throws Exception {
    source.gate = new CountDownLatch(1);
    rotator.start();
    assertThat(source.asked.await(60, TimeUnit.SECONDS)).isTrue();
    Thread closer = new Thread(() -> rotator.close(Duration.ofSeconds(5)));
    closer.start();
    source.gate.countDown();
    closer.join();
    assertThat(source.fetches).hasValue(1);
  }

  @Test
  void tellsWhetherALeaseIsOnItsWay() throws Exception {
    source.gate = new CountDownLatch(1);
    assertThat(rotator.isFetching()).isFalse();
    rotator.start();
    assertThat(source.asked.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(rotator.isFetching()).isTrue();
    source.gate.countDown();
    assertThat(rotator.current().number()).isEqualTo(1);
    awaitFetching(false);
    source.gate = new CountDownLatch(1);
    source.failure = new LeaseException(LeaseException.Kind.UNAVAILABLE, "Vault is sealed");
    rotator.rotate("asked");
    awaitFetching(true);
    source.gate.countDown();
    awaitFetching(false);
    source.failure = null;
  }

  @Test
  void countsARequestWithoutAnAnswerUntilTheNextHasOne() throws Exception {
    source.failure =
        LeaseException.unanswered(LeaseException.Kind.UNAVAILABLE, "no answer", null, "1");
    rotator.start();
    assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(rotator.isFetching()).isTrue();
    source.failure = null;
    assertThat(rotator.current().number()).isEqualTo(1);
    awaitFetching(false);
  }

  private void awaitFetching(boolean expected) {
    while (rotator.isFetching() != expected) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void goesOnRevokingUntilItWorks() throws Exception {
    source.failingRevocations.set(2);
    rotator.start();
    Generation first = rotator.current();
    rotator.rotate("asked");
    while (rotator.current() == first) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    rotator.drained(first);
    assertThat(revoked.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void goesOnAfterAFaultOfItsOwn() throws Exception {
    source.fault = new IllegalStateException("bug");
    rotator.start();
    assertThat(rotator.current().number()).isEqualTo(1);
  }

  @Test
  void takesANewCredentialAfterAnEventThatTheJvmHadNoMemoryFor() throws Exception {
    outOfMemory.set(true);
    rotator.start();
    Generation first = rotator.current();
    while (rotator.current() == first) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(rotator.current().number()).isEqualTo(2);
    rotator.drained(first);
  }

  @Test
  void takesANewCredentialRightAfterTheMachineWasSuspended() throws Exception {
    rotator.start();
    Generation before = rotator.current();
    clock.asleep = Duration.ofHours(1);
    Generation after = null;
    while (after == null) {
      try {
        after = rotator.current();
        assertThat(after).as("handed out").isNotSameAs(before);
      } catch (NoCredentialException ended) {
        assertThat(ended).hasMessageContaining("has ended");
      }
    }
    assertThat(after.number()).isEqualTo(2);
    rotator.drained(before);
  }

  @Test
  void refusesAfterShutdown() throws Exception {
    rotator.start();
    rotator.current();
    rotator.close(Duration.ofSeconds(5));
    assertThatThrownBy(rotator::current)
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("shutting down");
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private CredentialRotator rotator(Duration patience) {
    RotationPolicy policy =
        new RotationPolicy(Duration.ofSeconds(5), 0.66, null, patience, Jitter.of("test"));
    LeaseListener listener =
        new LeaseListener() {
          @Override
          public void published(Generation generation, String reason) {
            if (outOfMemory.getAndSet(false)) {
              throw new OutOfMemoryError();
            }
          }

          @Override
          public void failed(String binding, String operation, Exception cause, Duration retryIn) {
            failed.countDown();
          }

          @Override
          public void revoked(String binding, Lease lease) {
            revoked.countDown();
          }
        };
    Databases probe =
        credential -> {
          if (dropped.contains(credential)) {
            throw new SQLException("no such role", "28000");
          }
          return CredentialProbe.Verdict.UNTRIED;
        };
    return new CredentialRotator("orders", policy, source, probe, listener, clock);
  }

  /** The machine's clocks; the wall clock has gone on while the machine was suspended. */
  private static final class SuspendedClock implements LeaseClock {

    volatile Duration asleep = Duration.ZERO;

    @Override
    public long nanos() {
      return LeaseClock.system().nanos();
    }

    @Override
    public long wallMillis() {
      return LeaseClock.system().wallMillis() + asleep.toMillis();
    }
  }

  /** A source that counts the leases that it gave out and got back. */
  private static final class CountingSource implements LeaseSource {

    final LeaseClock clock;
    final AtomicInteger fetches = new AtomicInteger();
    final AtomicInteger failingRevocations = new AtomicInteger();
    final Set<String> held = ConcurrentHashMap.newKeySet();
    final CountDownLatch asked = new CountDownLatch(1);
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile @Nullable LeaseException failure;
    volatile @Nullable RuntimeException fault;

    CountingSource(LeaseClock clock) {
      this.clock = clock;
    }

    @Override
    public Lease fetch() throws LeaseException {
      asked.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      @Nullable RuntimeException bug = fault;
      fault = null;
      if (bug != null) {
        throw bug;
      }
      @Nullable LeaseException refusal = failure;
      if (refusal != null) {
        throw refusal;
      }
      String id = "lease-" + fetches.incrementAndGet();
      held.add(id);
      return Leases.renewable(id, clock.now(), Duration.ofMinutes(10));
    }

    @Override
    public Lease renew(Lease lease) {
      return lease.renewed(clock.now(), lease.duration(), true);
    }

    @Override
    public void revoke(Lease lease) throws LeaseException {
      if (failingRevocations.getAndDecrement() > 0) {
        throw new LeaseException(LeaseException.Kind.UNAVAILABLE, "revocation blocked");
      }
      held.remove(lease.id());
    }

    @Override
    public void close() {}
  }
}
