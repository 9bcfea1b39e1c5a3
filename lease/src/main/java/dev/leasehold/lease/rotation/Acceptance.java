// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of the targets' answers for a binding's credentials. A credential that a target takes
 * is good. A generation that some targets reject and none takes is not, as far as is known. Not
 * safe for many threads, but for {@link #isNews}.
 */
final class Acceptance {

  /** As long as a login shows that the role is there, where nobody can be asked just now. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final LeaseClock clock;
  private final Generations generations;
  private final PendingLease pending;
  private final RotationActions actions;
  private final TargetStates states;
  private final LateTargetRouting routing;
  private final Suspicions suspicions;

  Acceptance(
      Generations generations,
      PendingLease pending,
      RotationPolicy policy,
      LeaseClock clock,
      RotationActions actions) {
    this.clock = clock;
    this.generations = generations;
    this.pending = pending;
    this.actions = actions;
    this.states = new TargetStates(clock, policy.jitter());
    this.routing = new LateTargetRouting(actions, generations, states, policy.patience(), clock);
    this.suspicions = new Suspicions(clock);
  }

  /** Returns whether a target's taking a generation changes anything. Any thread; cheap. */
  boolean isNews(LeasedGeneration generation, Target by) {
    return states.isNews(generation, by);
  }

  /** Returns whether the targets that count reject a new credential, as far as they have said. */
  boolean isRejected(Credential credential) {
    LeasedGeneration current = generations.current();
    return states.isRejected(credential, current == null ? null : current.credential());
  }

  /** Returns whether the lease that is tried may serve a target that was not asked about it. */
  boolean mayPendingServe() {
    Credential tried = pending.credential();
    LeasedGeneration current = generations.current();
    return tried != null && current != null && states.mayServe(tried, current.credential());
  }

  /** Returns whether some target rejects the lease that is tried, be that decisive or not. */
  boolean isPendingDoubted() {
    Credential tried = pending.credential();
    return tried != null && states.isRejectedBySome(tried);
  }

  /** Lets no other targets count than these. */
  void keep(Targets targets) {
    states.keep(targets);
    suspicions.keep(targets);
    routing.update();
  }

  /**
   * Returns whether a target's answer counts: the binding is for the target, as far as is known.
   */
  boolean counts(Target target) {
    return states.counts(target);
  }

  /**
   * A target was asked about a credential.
   *
   * @param what the target's message if it does not take the credential
   * @return whether the target rejects the current generation and no target takes that, as far as
   *     is known; false where a target is to be asked
   */
  boolean answered(Credential credential, Target target, TargetAnswer answer, String what) {
    if (!pending.isOn(credential) && !generations.living().contains(credential)) {
      return false; // It was given back meanwhile.
    }
    if (!states.counts(target)) {
      return false;
    }
    LeasedGeneration current = generations.current();
    if (current != null && current.credential().equals(credential)) {
      suspicions.answered(target, answer);
    }
    TargetState state = states.of(target);
    boolean lost = false;
    if (answer == TargetAnswer.TAKES) {
      took(state, credential);
    } else if (answer == TargetAnswer.UNTRIED) {
      state.cannotBeAsked(credential);
    } else {
      boolean tookBefore = state.says(credential, answer, what);
      lost =
          answer == TargetAnswer.REJECTS && isLost(credential, state, what, tookBefore, tookBefore);
    }
    routing.update();
    return lost;
  }

  private void took(TargetState state, Credential credential) {
    LeasedGeneration current = generations.current();
    boolean late =
        state.on(credential) == TargetAnswer.REJECTS
            || state.isOfferedAgain()
            || routing.isRefusing(); // As others reject it: said of the binding, and over now.
    state.says(credential, TargetAnswer.TAKES, "");
    if (current != null && current.credential().equals(credential)) {
      generations.accept(current);
      state.probeSoon(); // When it is late the next time.
      suspicions.refute(state.target());
      if (late) {
        actions.caughtUp(current, state.target());
      }
    }
  }

  /**
   * A target rejected a generation that was handed out.
   *
   * @param why the target's message
   * @return as {@link #answered}
   */
  boolean rejected(LeasedGeneration generation, Target by, String why) {
    if (!states.counts(by)) {
      return false;
    }
    TargetState state = states.of(by);
    boolean tookBefore = state.says(generation.credential(), TargetAnswer.REJECTS, why);
    state.want();
    boolean lost = isLost(generation.credential(), state, why, tookBefore, true);
    if (!generations.isCurrent(generation) && !states.isTaken(generation.credential())) {
      generation.expedite();
    }
    routing.update();
    return lost;
  }

  /**
   * Returns whether no target takes it, although the target that rejects it should know it by now.
   * Has other targets asked where that is unknown or news.
   */
  private boolean isLost(
      Credential credential, TargetState by, String why, boolean tookBefore, boolean news) {
    LeasedGeneration current = generations.current();
    if (current == null || !current.credential().equals(credential)) {
      return false;
    }
    if (!states.mayBeTaken(credential)) {
      return !isLate(by.target(), current);
    }
    if (news || !states.isTaken(credential)) {
      suspicions.add(Suspicion.rejectedBy(by.target(), why, tookBefore));
    }
    return false;
  }

  /**
   * Returns whether a target rejects a role that is new to it, and that is no reason for a further
   * role, which is as new. An earlier generation serves it meanwhile, or connects want a target
   * that has not said whether it takes this generation.
   */
  private boolean isLate(Target target, LeasedGeneration current) {
    if (!states.counts(target)) {
      return false;
    }
    TargetState state = states.of(target);
    return LateTargetRouting.mayCatchUp(state, current)
        && !states.isDropped(current.credential())
        && isYoung(current)
        && (states.isAwaited(current.credential())
            || generations.open(clock.now()).stream()
                .anyMatch(open -> state.takes(open.credential())));
  }

  private boolean isYoung(LeasedGeneration current) {
    return clock.now().since(current.bornAt()).compareTo(LateTargetRouting.KNOWN_BY) < 0;
  }

  /** Something failed as if the role of the generation were gone. */
  void suspect(LeasedGeneration generation, Target at, String why) {
    if (!states.counts(at)) {
      return;
    }
    TargetState state = states.of(at);
    if (!generations.isCurrent(generation)) {
      generation.expedite();
    } else if (state.on(generation.credential()) == TargetAnswer.REJECTS) {
      state.want(); // That is known, and it is asked again as it is.
    } else {
      suspicions.add(Suspicion.failedAt(at, why));
    }
  }

  /**
   * Returns why the current credential is to be tried now; null if it is not, as when another
   * target has just taken it.
   */
  @Nullable Suspicion suspicion(LeasedGeneration current) {
    return suspicions.due(!states.isTakenSince(current.credential(), Suspicions.PAUSE));
  }

  /** A target has taken the current credential in a check. */
  void passedCheck() {
    suspicions.passed();
  }

  /** Has the current credential tried. */
  void check(LeasedGeneration current, Suspicion why) {
    suspicions.look(why);
    boolean rejection = why.isRejection();
    actions.check(current, rejection ? null : why.at(), rejection ? why.at() : null);
  }

  /**
   * A check is over in which no target has taken the credential. Returns whether the credential is
   * to be replaced:
   *
   * <ul>
   *   <li>The check did not begin with a rejection: if the asked targets reject the credential.
   *   <li>A target takes the credential: if the asked targets reject it. Also if a target that took
   *       it before rejects it and no target has just taken it.
   *   <li>No target takes the credential: always, unless the rejecting target may be late.
   * </ul>
   *
   * <p>A target may be late where the role is young and the target did not take it before. Then the
   * credential is kept if {@link #isLate} holds. It is also kept if no target was asked, and a
   * target that has not rejected it takes another credential.
   *
   * @param rejected whether the targets that were asked reject it
   */
  boolean endCheck(boolean rejected) {
    Suspicion suspicion = suspicions.failed();
    LeasedGeneration current = generations.current();
    if (suspicion == null || current == null || !suspicion.isRejection()) {
      return rejected;
    }
    Credential credential = current.credential();
    if (!states.isTaken(credential)) {
      return !isLate(suspicion.at(), current) && (rejected || !mayBeLate(suspicion, current));
    }
    boolean shown = states.isTakenSince(credential, FRESH);
    if (suspicion.isLoss() && shown) {
      suspicions.add(suspicion); // It is not known which answer is right: once more, later.
    }
    return rejected || (suspicion.isLoss() && !shown);
  }

  private boolean mayBeLate(Suspicion suspicion, LeasedGeneration current) {
    return !suspicion.isLoss() && isYoung(current) && states.mayBeTaken(current.credential());
  }

  /** Refuses connects to the targets that reject the current generation, as no target takes it. */
  void refuse(String cause) {
    routing.refuse(cause);
  }

  /**
   * Returns the targets that are late for a generation that is current now; the generation before
   * is not retired yet.
   */
  LateTargets published() {
    states.retain(generations.living());
    suspicions.reset();
    return routing.published();
  }

  /** A generation may not be there any more. */
  void update() {
    routing.update();
  }

  /** Returns why a new credential may help a target that has lost the current credential; once. */
  @Nullable String loss() {
    return routing.loss();
  }

  /** Routes anew, and probes the targets whose time has come. */
  void wake() {
    routing.update();
    routing.probe();
  }

  /** Returns the time until something is due; null if nothing is. */
  @Nullable Duration untilNext() {
    return routing.untilProbe();
  }
}
