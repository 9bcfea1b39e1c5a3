// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the rotation's orders, on the binding's threads, and brings the answers back to it.
 */
final class RotationEffects implements RotationActions {

  /**
   * How often the rotation looks at the clock at least. A timer stands still while the machine is
   * suspended, and does not follow the wall clock when that is set forward.
   */
  static final Duration LOOK = Duration.ofSeconds(1);

  /** How long a new lease waits at most for the lease before the current lease to be given back. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** How long the other targets may take to answer when a target has taken a new credential. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final String binding;
  private final LeaseSource source;
  private final LeaseListener listener;
  private final LeaseClock clock;
  private final BindingWorkers threads;
  private final CurrentCredential currentCredential;
  private final LeaseRevoker revoker;
  private final Rotation rotation;
  private final CredentialProbes probes;
  private final LostEvents lost;
  private LateTargets told = LateTargets.NONE;

  /**
   * Whether the source was asked for a lease, and the rotation has not heard the result. A request
   * without an answer counts until the next request has ended.
   */
  private volatile boolean fetching;

  /** Set once, before the rotation's thread has its first task. */
  private Duration pause = LOOK;

  RotationEffects(
      String binding,
      RotationPolicy policy,
      LeaseSource source,
      CredentialProbe probe,
      LeaseListener listener,
      LeaseClock clock) {
    this.binding = binding;
    this.source = source;
    this.listener = listener;
    this.clock = clock;
    this.threads = new BindingWorkers(binding, probe.mostTargets() + 1, this::failed);
    this.currentCredential =
        new CurrentCredential(binding, policy.patience(), clock, source::remark);
    this.revoker = new LeaseRevoker(binding, source, listener, clock, threads, policy.jitter());
    this.rotation = new Rotation(binding, policy, clock, this);
    this.probes = new CredentialProbes(probe, threads, rotation, GRACE);
    this.lost = new LostEvents(rotation);
  }

  /** Begins to look at the clock at an interval, independent of all other events. */
  void start(Duration look) {
    pause = look;
    threads.each(look, this::look);
  }

  private void look() {
    try {
      if (!threads.isAsking()) {
        lost.makeUp();
      }
    } finally {
      rotation.wake();
    }
  }

  private void failed(Throwable fault) {
    lost.add(fault);
    listener.failed(binding, "internal", fault(fault), Duration.ZERO);
  }

  boolean isFetching() {
    return fetching;
  }

  CurrentCredential currentCredential() {
    return currentCredential;
  }

  BindingWorkers threads() {
    return threads;
  }

  Rotation rotation() {
    return rotation;
  }

  LeaseRevoker revoker() {
    return revoker;
  }

  @Override
  public void fetch() {
    LeasedGeneration open = currentCredential.ready(null, null);
    LeasedGeneration inUse = open == null || open.mayBeGone() ? null : open;
    threads.ask(
        () -> {
          revoker.settle(SETTLE);
          ClockReading asked = clock.now();
          fetching = true;
          try {
            Lease lease = inUse == null ? source.fetch() : source.fetch(inUse.lease());
            Duration took = clock.now().since(asked);
            threads.tell(() -> fetched(lease, took));
          } catch (LeaseException e) {
            fetching = e.isUnanswered();
            threads.tell(() -> rotation.fetchFailed(e));
          } catch (RuntimeException | Error e) { // A lease that has come may be lost by it.
            threads.tell(() -> rotation.fetchFailed(fault(e)));
          }
        });
  }

  private void fetched(Lease lease, Duration took) {
    boolean ofUse = rotation.fetched(lease);
    fetching = false; // A rotation that was closed meanwhile has given the lease back.
    if (ofUse && !lease.isResumed()) {
      listener.fetched(binding, lease, took);
    }
  }

  @Override
  public void renew(LeasedGeneration generation) {
    threads.ask(
        () -> {
          try {
            Lease renewal = source.renew(generation.lease());
            threads.tell(() -> rotation.renewed(generation, renewal));
          } catch (LeaseException e) {
            threads.tell(() -> rotation.renewFailed(e));
          } catch (RuntimeException | Error e) {
            threads.tell(() -> rotation.renewFailed(fault(e)));
          }
        });
  }

  @Override
  public void validate(Lease lease) {
    probes.validate(lease);
  }

  @Override
  public void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but) {
    probes.check(generation, first, but);
  }

  @Override
  public void probe(LeasedGeneration generation, Target target) {
    probes.probe(generation, target);
  }

  @Override
  public void publish(LeasedGeneration generation, LateTargets late, String reason) {
    currentCredential.open(generation, late);
    listener.published(generation, reason);
    tell(late);
  }

  @Override
  public void route(LateTargets next) {
    currentCredential.route(next);
    tell(next);
  }

  /** Says which targets do not get the current generation, once for each change. */
  private void tell(LateTargets next) {
    LateTargets before = told;
    told = next;
    for (LateTarget late : next.all()) {
      if (!late.isSame(before.to(late.state().target()))) {
        tell(late);
      }
    }
  }

  private void tell(LateTarget late) {
    LeasedGeneration current = late.lacking();
    Target target = late.state().target();
    String refusal = late.refusal();
    if (current == null) {
      if (refusal != null) {
        listener.refusing(binding, refusal);
      }
    } else if (refusal != null) {
      listener.refusing(current, target, refusal);
    } else {
      listener.lagging(current, target, late.generation(), late.state().message());
    }
  }

  @Override
  public void caughtUp(LeasedGeneration generation, Target target) {
    listener.caughtUp(generation, target);
  }

  @Override
  public void retire(LeasedGeneration generation) {
    listener.retired(generation);
  }

  @Override
  public void drained(LeasedGeneration generation) {
    listener.drained(generation, generation.drainingFor(clock.now()));
  }

  @Override
  public void revoke(Lease lease) {
    revoker.revoke(lease);
  }

  @Override
  public void refuse(String cause) {
    if (currentCredential.refuse(cause)) {
      listener.refusing(binding, cause);
    }
  }

  @Override
  public void renewed(LeasedGeneration generation) {
    listener.renewed(generation);
  }

  @Override
  public void failed(String operation, Exception cause, Duration retryIn) {
    currentCredential.trouble(operation + " failed: " + cause.getMessage());
    listener.failed(binding, operation, cause, retryIn);
  }

  @Override
  public void wakeIn(Duration delay) {
    if (delay.compareTo(pause) < 0) {
      threads.wakeIn(delay, rotation::wake);
    }
  }

  static LeaseException fault(Throwable fault) {
    return new LeaseException(
        LeaseException.Kind.FAULT, "a fault inside Leasehold: " + fault, fault);
  }
}
