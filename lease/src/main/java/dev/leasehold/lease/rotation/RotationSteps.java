// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The phase of a rotation, and its steps: the moves of {@link RotationPhase}, with the orders that
 * go with each. {@link Rotation} says which event leads to which step.
 */
abstract class RotationSteps {

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  final String binding;
  final RotationActions actions;
  final Generations generations;
  final RenewalSchedule renewals;
  final PendingLease pending;
  final Backoff backoff;
  final CircuitBreaker breaker = new CircuitBreaker();
  final FetchLimit limit;
  final FetchLimit changes;
  final Acceptance acceptance;
  final RotationTimer timer;

  RotationPhase phase = RotationPhase.NEW;
  String reason = "first credential";

  /** Why the current credential is tried: not why it is to be replaced. */
  String checkedFor = "";

  @Nullable RotationRequest requested;
  boolean postponed;
  boolean rejecting;

  /** Whether the breaker's wait is under way, and nothing else is the cause of the wait. */
  boolean breaking;

  /** Whether the source has changed, and its new credential was not tried yet. */
  boolean changed;

  RotationSteps(String binding, RotationPolicy policy, LeaseClock clock, RotationActions actions) {
    this.binding = binding;
    this.actions = actions;
    this.generations = new Generations(binding, policy, clock, actions);
    this.renewals = new RenewalSchedule(policy, clock);
    this.pending = new PendingLease(policy, clock, actions);
    this.limit = new FetchLimit(clock);
    this.changes = new FetchLimit(clock);
    this.acceptance = new Acceptance(generations, pending, policy, clock, actions);
    this.timer = new RotationTimer(clock);
    this.backoff = new Backoff(MAX_WAIT, policy.jitter());
  }

  /** Returns the phase of the rotation. */
  RotationPhase phase() {
    return phase;
  }

  /** Begins to replace the current generation: by the lease that was kept, or by a new lease. */
  void replace(String why) {
    reason = why;
    postponed = false;
    breaking = false;
    requested = null;
    Lease kept = pending.fresh();
    if (kept != null) {
      validate(kept);
      return;
    }
    move(RotationPhase.FETCHING);
    timer.clear();
    actions.fetch();
    arm();
  }

  void validate(Lease lease) {
    move(RotationPhase.VALIDATING);
    timer.clear();
    actions.validate(lease);
    arm();
  }

  void publishPending(String why) {
    Lease lease = pending.release();
    if (lease == null) {
      tryLater("probe", PendingLease.ended(), false);
      return;
    }
    requested = null; // The replacement that was requested during a renewal has come.
    rejecting = false;
    changed = false;
    backoff.reset();
    move(RotationPhase.SERVING);
    LeasedGeneration published = generations.publish(lease, why, acceptance::published);
    acceptance.update();
    setTimer(published);
  }

  void setTimer(LeasedGeneration generation) {
    renewals.schedule(generation, timer);
    arm();
  }

  /** Renews or replaces the current generation, whichever is due. */
  void tend() {
    LeasedGeneration generation = generations.current();
    if (generation == null) {
      replace("the lease has ended");
      return;
    }
    String due = postponed ? reason : renewals.replacementDue(generation);
    if (due == null) {
      renew(generation);
    } else {
      rotate(RotationRequest.planned(due));
    }
  }

  void renew(LeasedGeneration generation) {
    move(RotationPhase.RENEWING);
    breaking = false;
    timer.clear();
    actions.renew(generation);
  }

  /**
   * Goes on after an operation on the current generation: to the rotation that was requested
   * meanwhile, or back to serving.
   */
  void goOn() {
    if (!phase.isAboutCurrent()) {
      return;
    }
    generations.expire(); // A renewal may bring less than the margin.
    LeasedGeneration generation = generations.current();
    RotationRequest request = requested;
    if (generation == null) {
      replace("the lease has ended");
    } else if (request != null && request.isAtOnce()) {
      replace(request.reason);
    } else {
      serve(generation);
    }
  }

  /** Goes back to serving, and on to the rotation that was requested meanwhile. */
  void serve(LeasedGeneration generation) {
    RotationRequest request = requested;
    move(RotationPhase.SERVING);
    setTimer(generation);
    if (request != null) {
      requested = null;
      rotate(request);
    }
  }

  /** Begins a rotation from {@link RotationPhase#SERVING}, or sets the time when it can begin. */
  void rotate(RotationRequest request) {
    reason = request.reason;
    LeasedGeneration generation = generations.current();
    if (!request.wait.isZero()) {
      move(RotationPhase.WAITING);
      breaking = true;
      timer.set(request.wait);
    } else if (request.urgent || generation == null || generations.isDrained()) {
      replace(request.reason);
      return;
    } else if (!renewals.isLastCall(generation)) {
      generations.expedite();
      acceptance.update();
      postponed = true;
      timer.set(renewals.untilLastCall(generation));
    } else if (generations.expireNow()) {
      postponed = true;
      timer.set(Duration.ofSeconds(1));
    } else {
      replace(request.reason); // Nobody drained them in time: better three roles than none.
      return;
    }
    arm();
  }

  void tryLater(String operation, Exception cause, boolean hopeless) {
    boolean anew = rejecting && !pending.isKept();
    Duration wait = longer(nextTry(), anew ? limit.untilNext() : Duration.ZERO);
    move(RotationPhase.WAITING);
    timer.set(wait);
    actions.failed(operation, cause, wait);
    if (hopeless && generations.haveBegun() && !generations.isServing()) {
      refuse(operation + " failed: " + cause.getMessage());
    }
    arm();
  }

  Duration nextTry() {
    LeasedGeneration generation = generations.current();
    return backoff.next(generation == null ? MAX_WAIT : renewals.patience(generation, pending));
  }

  /**
   * Goes on with the replacement that failed, after the current lease was renewed if that is due.
   * Where the credential is only read, a renewal brings the source's present credential, which may
   * be the credential in use again.
   */
  void tryAgain() {
    LeasedGeneration generation = generations.inUse();
    boolean read = generation != null && !generation.lease().revocable() && !pending.isKept();
    if (generation != null && (read || renewals.renewalDue(generation))) {
      requested = read ? null : RotationRequest.atOnce(reason);
      renew(generation);
    } else {
      replace(reason);
    }
  }

  void arm() {
    Duration delay = timer.remainingOr(generations.life());
    Duration other = acceptance.untilNext();
    Duration sooner =
        delay == null || (other != null && other.compareTo(delay) < 0) ? other : delay;
    if (sooner != null) {
      actions.wakeIn(sooner);
    }
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  void move(RotationPhase next) {
    if (phase != next && !phase.next().contains(next)) {
      throw new IllegalStateException(binding + ": " + phase + " -> " + next);
    }
    phase = next;
  }

  void replaceRejected(LeasedGeneration generation, String because) {
    if (phase == RotationPhase.CLOSED || !generations.reject(generation)) {
      return;
    }
    rejecting = true;
    Duration wait = longer(breaker.rejected(), limit.untilNext());
    if (!wait.isZero()) {
      String row = breaker.rejections() + " in a row, next try in " + wait.getSeconds() + " s";
      refuse(because + " (" + row + ")");
    }
    if (phase == RotationPhase.SERVING) {
      rotate(RotationRequest.urgent(because, wait));
    } else if (phase.isAboutCurrent()) {
      requested = RotationRequest.urgent(because, wait);
    } else if (phase == RotationPhase.WAITING) {
      reason = because;
      timer.set(wait);
      arm();
    }
  }

  /** Refuses the connects to which the current generation is of no use. */
  void refuse(String cause) {
    if (generations.isUsable()) {
      acceptance.refuse(cause);
    } else {
      actions.refuse(cause);
    }
  }

  /** Tries the current credential if that is due and nothing else is under way. */
  void check() {
    LeasedGeneration generation = generations.current();
    if (phase != RotationPhase.SERVING || generation == null) {
      return;
    }
    Suspicion suspicion = acceptance.suspicion(generation);
    if (suspicion != null) {
      move(RotationPhase.CHECKING);
      timer.clear();
      checkedFor = suspicion.reason();
      acceptance.check(generation, suspicion);
    }
  }

  /** Replaces the current generation for the sake of a target that has lost it. */
  void replaceIfLost() {
    String loss =
        phase == RotationPhase.SERVING && limit.untilNext().isZero() ? acceptance.loss() : null;
    if (loss != null) {
      rejecting = true;
      rotate(RotationRequest.atOnce(loss));
    }
  }

  boolean hasRoom() {
    return postponed && generations.isDrained();
  }
}
