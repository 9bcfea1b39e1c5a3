// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractQueuedSynchronizer.ConditionObject;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several targets and the threads of a binding. */
@Timeout(120)
class TargetsRotatorTest {

  private static final Target PRIMARY = Target.of("primary", 5432, "orders");
  private static final Target REPLICA = Target.of("replica", 5432, "orders");
  private static final Targets BOTH = Targets.of(REPLICA, PRIMARY);

  private final Roles source = new Roles();
  private final Servers servers = new Servers();
  private final CountDownLatch lagging = new CountDownLatch(1);
  private volatile Consumer<Generation> onPublished = generation -> {};
  private final CredentialRotator rotator = rotator(Duration.ofSeconds(20));

  @AfterEach
  void close() {
    servers.hanging.countDown();
    rotator.close(Duration.ofSeconds(5));
  }

  @Test
  void givesALateReplicaTheGenerationBeforeAndTheNextOnceItTakesThat() throws Exception {
    Generation first = served();
    servers.refuses(REPLICA, "role-2");
    rotator.rotate("asked");
    Generation second = awaitOtherThan(first, PRIMARY);
    assertThat(rotator.current(Targets.of(REPLICA))).isSameAs(first);
    assertThat(rotator.ready(Targets.of(REPLICA))).isSameAs(first);
    assertThat(rotator.current(BOTH)).as("one of its servers takes it").isSameAs(second);
    servers.knowsAll(REPLICA);
    assertThat(awaitOtherThan(first, REPLICA)).isSameAs(second);
  }

  @Test
  void wakesThoseWhoWaitForATargetWhenItTakesTheCredential() throws Exception {
    rotator.start();
    Generation first = rotator.current(Targets.of(PRIMARY));
    rotator.accepted(first, PRIMARY);
    servers.refuses(REPLICA, "role-1");
    AtomicReference<@Nullable Object> got = new AtomicReference<>();
    Thread waiting = new Thread(() -> got.set(replacing(rotator, first)), "waiting");
    waiting.start();
    lagging.await();
    assertThat(rotator.current(Targets.of(PRIMARY))).as("the others go on").isSameAs(first);
    servers.knowsAll(REPLICA);
    waiting.join();
    assertThat(got.get()).isSameAs(first);
    assertThat(source.fetches).hasValue(1);
  }

  @Test
  void namesTheTargetThatIsRefusedAndWhatToDo() throws Exception {
    CredentialRotator impatient = rotator(Duration.ofMillis(300));
    impatient.start();
    Generation first = impatient.current(Targets.of(PRIMARY));
    impatient.accepted(first, PRIMARY);
    servers.refuses(REPLICA, "role-1");
    assertThatThrownBy(() -> impatient.replacing(first, REPLICA, "no such role"))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("binding orders: replica:5432/orders has not taken generation 1")
        .hasMessageContaining("(role role-1), which another server takes")
        .hasMessageContaining("no such role")
        .hasMessageContaining("set leasehold.url")
        .hasMessageContaining("the configured password is not tried");
    assertThat(impatient.current(Targets.of(PRIMARY))).isSameAs(first);
    impatient.close(Duration.ofSeconds(5));
  }

  @Test
  void isNotHeldUpByATargetThatHangs() throws Exception {
    Generation first = served();
    servers.hang(REPLICA);
    rotator.rotate("asked");
    Generation second = awaitOtherThan(first, PRIMARY);
    rotator.accepted(second, PRIMARY);
    rotator.drained(first);
    rotator.rotate("asked again");
    assertThat(awaitOtherThan(second, PRIMARY).number()).isEqualTo(3);
  }

  /** Both fail in one moment: neither is forgotten for the other. */
  @Test
  void hearsOfEachTargetWhereSomethingHasFailed() throws Exception {
    Generation first = served();
    CountDownLatch published = new CountDownLatch(1);
    onPublished =
        second -> {
          if (second == first) {
            return; // A connect may have it before the listener hears of it.
          }
          servers.asked.clear(); // It was tried before.
          rotator.suspect(first, PRIMARY, "57P01"); // Both are heard when this call ends.
          rotator.suspect(second, REPLICA, "42501");
          published.countDown();
        };
    rotator.rotate("asked");
    published.await();
    while (!servers.asked.contains("replica role-2")) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(awaitOtherThan(first, REPLICA).number()).isEqualTo(2);
  }

  /** A monitor would keep a virtual thread's carrier until JDK 24. */
  @Test
  void waitsForTheFirstCredentialWithoutAMonitor() throws Exception {
    AtomicReference<@Nullable Object> got = new AtomicReference<>();
    Thread waiting = new Thread(() -> got.set(current(rotator)), "waiting");
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(LockSupport.getBlocker(waiting)).isInstanceOf(ConditionObject.class);
    rotator.start();
    waiting.join();
    assertThat(got.get()).isInstanceOf(Generation.class);
  }

  private Generation served() throws Exception {
    rotator.start();
    Generation first = rotator.current(Targets.of(PRIMARY));
    rotator.accepted(first, PRIMARY);
    rotator.accepted(first, REPLICA);
    return first;
  }

  private Generation awaitOtherThan(Generation before, Target target) throws Exception {
    Generation now = before;
    while (now == before) {
      now = rotator.current(Targets.of(target));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return now;
  }

  private static Object replacing(CredentialRotator rotator, Generation rejected) {
    try {
      return rotator.replacing(rejected, REPLICA, "28P01");
    } catch (NoCredentialException | InterruptedException e) {
      return e;
    }
  }

  private static Object current(CredentialRotator rotator) {
    try {
      return rotator.current(Targets.of(PRIMARY));
    } catch (NoCredentialException | InterruptedException e) {
      return e;
    }
  }

  private CredentialRotator rotator(Duration patience) {
    RotationPolicy policy =
        new RotationPolicy(Duration.ofSeconds(5), 0.66, null, patience, Jitter.of("test"));
    LeaseListener listener =
        new LeaseListener() {
          @Override
          public void lagging(
              Generation current, Target target, @Nullable Generation instead, String said) {
            lagging.countDown();
          }

          @Override
          public void published(Generation generation, String reason) {
            onPublished.accept(generation);
          }
        };
    return new CredentialRotator("orders", policy, source, servers, listener, LeaseClock.system());
  }

  /** Two servers, which may refuse roles, and of which one server may hang. */
  private static final class Servers implements CredentialProbe {

    final CountDownLatch hanging = new CountDownLatch(1);
    private final Map<Target, Set<String>> refused = new ConcurrentHashMap<>();
    final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Target hangs;

    void refuses(Target target, String role) {
      refused.put(target, Set.of(role));
    }

    void knowsAll(Target target) {
      refused.remove(target);
    }

    void hang(Target target) {
      hangs = target;
    }

    @Override
    public List<Target> targets() {
      return List.of(REPLICA, PRIMARY);
    }

    @Override
    public Verdict tryOut(Credential credential, Target target) throws SQLException {
      asked.add(target.host() + ' ' + credential.username());
      if (target.equals(hangs)) {
        try {
          hanging.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      if (refused.getOrDefault(target, Set.of()).contains(credential.username())) {
        throw new SQLException("no such role", "28P01");
      }
      return Verdict.ACCEPTED;
    }
  }

  /** Makes roles that last an hour. */
  private static final class Roles implements LeaseSource {

    final AtomicInteger fetches = new AtomicInteger();

    @Override
    public Lease fetch() {
      String role = "role-" + fetches.incrementAndGet();
      Credential credential = new Credential(role, Secret.of("pw"));
      ClockReading now = LeaseClock.system().now();
      return new Lease(role, credential, now, Duration.ofHours(1), true, true);
    }

    @Override
    public Lease renew(Lease lease) {
      return lease;
    }

    @Override
    public void revoke(Lease lease) {}

    @Override
    public void close() {}
  }
}
