// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.catalog.Pools;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.retire.Ledger;
import dev.leasehold.target.Target;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One binding, wired as the agent wires it, on roles of a real database. */
final class Deployment implements AutoCloseable {

  static final Duration LONG = Duration.ofMinutes(10);

  /** Longer than a connection counts as new. */
  private static final Duration WHILE = Duration.ofSeconds(2);

  final Recorder recorder = new Recorder();
  final RoleSource source;
  final CredentialRotator life;
  final Ledger ledger;
  final DriverProbe probe;
  private final BindingContext bound;
  private final InjectingHooks injection;
  private final SettableClock clock = new SettableClock();
  private final List<String> said = new CopyOnWriteArrayList<>();

  Deployment(PostgresServer server, Duration lease, ConnectionMatcher match) {
    this(Roles.of(server), lease, match);
  }

  Deployment(Roles roles, Duration lease, ConnectionMatcher match) {
    this(roles, lease, match, new SessionStart(null, null));
  }

  Deployment(Roles roles, Duration lease, ConnectionMatcher match, SessionStart start) {
    this(roles, lease, match, start, null);
  }

  /** Of a binding without a URL, which matches every connection until it has bound itself. */
  Deployment(Roles roles, SelfBinding self) {
    this(roles, LONG, (url, targets, user) -> true, new SessionStart(null, null), self);
  }

  private Deployment(
      Roles roles,
      Duration lease,
      ConnectionMatcher match,
      SessionStart start,
      @Nullable SelfBinding self) {
    source = new RoleSource(roles, lease, clock);
    ledger = new Ledger(clock, recorder, Pools.classNames());
    RotationPolicy policy =
        new RotationPolicy(
            Duration.ofSeconds(1), 0.6, null, Duration.ofSeconds(10), Jitter.of("test"));
    probe = new DriverProbe(start, 16);
    StatementHints hints = new StatementHints("orders", start.role(), said::add);
    life =
        new CredentialRotator("orders", policy, source, probe, new Both(recorder, ledger), clock);
    bound = new BindingContext("orders", match, life, probe, hints, self);
    injection =
        new InjectingHooks(
            Drivers.connectMethods(),
            Drivers.loginPoints(),
            Drivers.reactive(),
            Pools.integrations(),
            List.of(bound),
            ledger);
    InstalledHooks.set(injection);
    ledger.bind("orders", life);
    ledger.start();
    life.start();
  }

  /** Has connections moved from now on. */
  Deployment handOver(HandOverPolicy policy) {
    injection.watch(policy.driver());
    bound.handOver(policy);
    return this;
  }

  /** Returns whether connections of the generation may no longer be used. */
  boolean isPastDeadline(Generation generation) {
    return !generation.isUsable(clock.now());
  }

  /** Returns the words about failed statements. */
  List<String> said() {
    return List.copyOf(said);
  }

  int openOf(long generation) {
    return ledger.openByGeneration().entrySet().stream()
        .filter(count -> count.getKey().number() == generation)
        .mapToInt(count -> count.getValue())
        .sum();
  }

  /** Rotates when the current generation has been in use for a while. */
  void rotateTo(long generation) {
    clock.advance(WHILE);
    life.rotate("the test asks for it");
    recorder.await("published", generation);
    recorder.await("retired", generation - 1);
  }

  /** Lets time go by. */
  void pass(Duration time) {
    clock.advance(time);
  }

  /** Lets the lease of the first generation end, and returns when its connections are aborted. */
  void endFirstLease() {
    clock.advance(LONG);
    life.rotate("the test asks for it");
    recorder.await("published", 2);
    recorder.await("aborted", 1);
  }

  @Override
  public void close() {
    life.close(Duration.ofSeconds(5));
    ledger.close();
    InstalledHooks.set(
        new RefusingHooks(
            Drivers.connectMethods(),
            Drivers.reactive(),
            (url, targets, user) -> true,
            "no deployment"));
  }

  /** The listeners that the rotation calls, in the order in which the agent listens. */
  private record Both(Recorder recorder, Ledger ledger) implements LeaseListener {

    @Override
    public void published(Generation generation, String reason) {
      recorder.published(generation, reason);
    }

    @Override
    public void retired(Generation generation) {
      ledger.retired(generation);
      recorder.retired(generation);
    }

    @Override
    public void drained(Generation generation, Duration after) {
      recorder.drained(generation, after);
    }

    @Override
    public void lagging(
        Generation current, Target target, @Nullable Generation instead, String said) {
      recorder.lagging(current, target, instead, said);
    }

    @Override
    public void refusing(String binding, String cause) {
      recorder.refusing(binding, cause);
    }
  }
}
