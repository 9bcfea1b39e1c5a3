// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A generation that one target still needs, as the ledger sees it. */
@Timeout(120)
class HeldGenerationTest {

  private static final Target PRIMARY = Target.of("primary", 5432, "orders");
  private static final Target REPLICA = Target.of("replica", 5432, "orders");

  private final Clock clock = new Clock();
  private final Set<Object> closed = ConcurrentHashMap.newKeySet();
  private final Set<String> unknownToReplica = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> revoked = new LinkedBlockingQueue<>();
  private final List<Generation> gone = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Generation> retired = new LinkedBlockingQueue<>();
  private final Ledger ledger = new Ledger(clock, new Gone(), Set.of());
  private final CredentialRotator life =
      new CredentialRotator(
          "orders",
          new RotationPolicy(Duration.ZERO, 0.9, null, Duration.ofSeconds(10), Jitter.of("test")),
          new Roles(),
          new Servers(),
          new Told(),
          clock);

  @AfterEach
  void close() {
    life.close(Duration.ofSeconds(5));
    ledger.close();
  }

  @Test
  void keepsTheConnectionsOfATargetThatDoesNotTakeTheNextGenerationYetAndLetsTheOthersGo()
      throws Exception {
    Generation first = servedEverywhere();
    Object atPrimary = open(first, PRIMARY);
    Object atReplica = open(first, REPLICA);
    unknownToReplica.add("role-2");
    life.rotate("asked");
    assertThat(retired.take()).isSameAs(first);
    letGo();
    assertThat(ledger.isRetired(atPrimary)).isTrue();
    assertThat(ledger.isRetired(atReplica)).isFalse();

    closed.add(atPrimary);
    closed.add(atReplica);
    letGo();
    assertThat(life.current(Targets.of(REPLICA))).isSameAs(first);
    Object again = open(first, REPLICA);
    letGo();
    assertThat(ledger.isRetired(again)).as("no use in opening it once more").isFalse();
    assertThat(revoked).isEmpty();

    unknownToReplica.clear();
    assertThat(retired.take()).as("those that stayed go now").isSameAs(first);
    assertThat(life.current(Targets.of(REPLICA)).number()).isEqualTo(2);
    letGo();
    assertThat(ledger.isRetired(again)).isTrue();
    int before = gone.size();
    closed.add(again);
    letGo();
    assertThat(gone).as("gone as retired").hasSize(before + 1).containsOnly(first);
    assertThat(revoked.poll(60, TimeUnit.SECONDS)).isEqualTo("role-1");
    assertThat(ledger.pending(first)).isNull();
  }

  /** A restart of the database is no retirement. */
  @Test
  void takesNoConnectionForRetiredWhoseSessionTheDatabaseEnded() throws Exception {
    Generation first = servedEverywhere();
    Object one = open(first, PRIMARY);
    Object other = open(first, PRIMARY);
    letGo();
    ledger.sessionEnded(one);
    assertThat(ledger.isRetired(other)).isTrue();
    closed.add(one);
    closed.add(other);
    letGo();
    assertThat(ledger.openByGeneration()).containsEntry(first, 0);
    assertThat(gone).isEmpty();
  }

  /** The first thread may still be marking when the next thread goes on. */
  @Test
  void hasThePoolsMarkConnectionsOnEachThreadThatFindsASessionEnded() throws Exception {
    Generation first = servedEverywhere();
    Object one = open(first, PRIMARY);
    Object other = open(first, PRIMARY);
    letGo();
    MarkingPool pool = new MarkingPool();
    ledger.poolStarted(pool, pool);
    ledger.sessionEnded(one);
    assertThat(pool.marked).isEqualTo(1);
    ledger.sessionEnded(other);
    assertThat(pool.marked).isEqualTo(2);
  }

  /** A pool closes a connection and lets go of it between two looks of the ledger. */
  @Test
  void takesAConnectionForRetiredThatWasCollectedBeforeItWasSeenClosed() throws Exception {
    Generation first = servedEverywhere();
    Object unused = open(first, PRIMARY);
    life.rotate("asked");
    assertThat(retired.take()).isSameAs(first);
    letGo();
    assertThat(gone).isEmpty();
    unused = null;
    while (gone.isEmpty()) {
      System.gc();
      ledger.sweep();
    }
    assertThat(gone).containsExactly(first);
  }

  private Generation servedEverywhere() throws Exception {
    ledger.bind("orders", life);
    life.start();
    Generation first = life.current();
    life.accepted(first, PRIMARY);
    life.accepted(first, REPLICA);
    return first;
  }

  private Object open(Generation generation, Target target) {
    Object connection = new Object();
    PendingConnection opening = Objects.requireNonNull(ledger.pending(generation));
    opening.opened(connection, new Kind(), target);
    return connection;
  }

  /** Lets all go whose turn it is by then. */
  private void letGo() {
    clock.advance(Duration.ofSeconds(100));
    ledger.sweep();
  }

  private static final class MarkingPool implements EvictablePool {

    private int marked;

    @Override
    public boolean isFor(Object instance) {
      return instance == this;
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public String describe() {
      return "a pool";
    }

    @Override
    public boolean lendsClosed() {
      return false;
    }

    @Override
    public void mark(Predicate<Connection> retired) {
      marked++;
    }

    @Override
    public void evict(Predicate<Connection> retired, boolean first) {}
  }

  private final class Kind implements ConnectionKind {

    @Override
    public boolean isClosed(Object connection) {
      return closed.contains(connection);
    }

    @Override
    public void abort(Object connection, Executor executor) {
      closed.add(connection);
    }
  }

  private final class Gone implements RetirementListener {

    @Override
    public void closed(Generation generation, Duration afterItsTurn) {
      gone.add(generation);
    }
  }

  private final class Told implements LeaseListener {

    @Override
    public void retired(Generation generation) {
      ledger.retired(generation);
      retired.add(generation);
    }
  }

  private final class Servers implements CredentialProbe {

    @Override
    public List<Target> targets() {
      return List.of(REPLICA, PRIMARY);
    }

    @Override
    public Verdict tryOut(Credential credential, Target target) throws SQLException {
      if (target.equals(REPLICA) && unknownToReplica.contains(credential.username())) {
        throw new SQLException("no such role", "28P01");
      }
      return Verdict.ACCEPTED;
    }
  }

  private final class Roles implements LeaseSource {

    private final AtomicInteger fetched = new AtomicInteger();

    @Override
    public Lease fetch() {
      String role = "role-" + fetched.incrementAndGet();
      Credential credential = new Credential(role, Secret.of("pw"));
      return new Lease(role, credential, clock.now(), Duration.ofHours(1), true, true);
    }

    @Override
    public Lease renew(Lease lease) {
      return lease;
    }

    @Override
    public void revoke(Lease lease) {
      revoked.add(lease.id());
    }

    @Override
    public void close() {}
  }

  private static final class Clock implements LeaseClock {

    private final AtomicInteger seconds = new AtomicInteger();

    void advance(Duration time) {
      seconds.addAndGet((int) time.getSeconds());
    }

    @Override
    public long nanos() {
      return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds.get());
    }

    @Override
    public long wallMillis() {
      return System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(seconds.get());
    }
  }
}
