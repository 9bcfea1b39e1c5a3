package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the targets' answers mean for a binding's credentials. One that a target takes is good; one
 * that some reject and none takes is not, as far as is known. Not safe for many threads, but for
 * {@link #isNews}.
 */
final class Acceptance {

  private final Generations generations;
  private final Candidate candidate;
  private final RotationOrders orders;
  private final TargetStates states;
  private final Routing routing;
  private final Suspicion suspicion;

  Acceptance(
      Generations generations,
      Candidate candidate,
      RotationPolicy policy,
      LeaseClock clock,
      RotationOrders orders) {
    this.generations = generations;
    this.candidate = candidate;
    this.orders = orders;
    this.states = new TargetStates(clock, policy.jitter());
    this.routing = new Routing(orders, generations, states, policy.patience(), clock);
    this.suspicion = new Suspicion(clock);
  }

  /** Returns whether a target's taking a generation changes anything. Any thread; cheap. */
  boolean isNews(Generation generation, Target by) {
    return states.isNews(generation, by);
  }

  /** Returns whether the targets that count reject a new credential, as far as they have said. */
  boolean isRejected(Credential credential) {
    Generation current = generations.current();
    return states.isRejected(credential, current == null ? null : current.credential());
  }

  /**
   * A target was asked about a credential.
   *
   * @param what what it said if it does not take it
   */
  void answered(Credential credential, Target target, Answer answer, String what) {
    if (!candidate.isOn(credential) && !generations.living().contains(credential)) {
      return; // It was given back meanwhile.
    }
    TargetState state = states.of(target);
    if (answer == Answer.TAKES) {
      took(state, credential);
    } else if (answer == Answer.UNTRIED) {
      state.cannotBeAsked(credential);
    } else {
      state.says(credential, answer, what);
    }
    routing.update();
  }

  private void took(TargetState state, Credential credential) {
    Generation current = generations.current();
    boolean late = state.on(credential) == Answer.REJECTS;
    state.says(credential, Answer.TAKES, "");
    if (current != null && current.credential().equals(credential)) {
      generations.accept(current);
      if (late) {
        orders.caughtUp(current, state.target());
      }
    }
  }

  /**
   * A target rejected a generation that was handed out.
   *
   * @param why what it said
   * @return whether no target takes it, as far as is known
   */
  boolean rejected(Generation generation, Target by, String why) {
    Credential credential = generation.credential();
    TargetState state = states.of(by);
    boolean tookBefore = state.says(credential, Answer.REJECTS, why);
    state.want();
    boolean taken = states.isTaken(credential);
    if (taken && generations.isCurrent(generation)) {
      suspicion.rejectedBy(by, why + " (" + by + ")", tookBefore);
    }
    routing.update();
    return !taken;
  }

  /** Something failed as if the role of the generation were gone. */
  void suspect(Generation generation, Target at, String why) {
    if (generations.isCurrent(generation)) {
      suspicion.failedAt(at, why);
    } else {
      generation.hurry();
    }
  }

  /**
   * Returns whether the current credential is to be tried now: something is suspicious, and no
   * target has just said that all is well.
   */
  boolean isCheckDue() {
    Generation current = generations.current();
    return current != null
        && suspicion.isDue()
        && !(suspicion.isRejection() && states.isTakenSince(current.credential(), Suspicion.PAUSE));
  }

  /** Orders the trial and returns why. */
  String check(Generation current) {
    suspicion.look();
    Target at = suspicion.at();
    boolean rejection = suspicion.isRejection();
    orders.check(current, rejection ? null : at, rejection ? at : null);
    return suspicion.reason();
  }

  /**
   * The check is over.
   *
   * @return whether it began with a target that took the credential before and rejects it now
   */
  boolean checked() {
    boolean loss = suspicion.isLoss();
    suspicion.clear();
    return loss;
  }

  /** Refuses connects to those who reject the current generation, which none takes. */
  void refuse(String cause) {
    routing.refuse(cause);
  }

  /** Returns the routes for a generation that is current now; the one before is not retired yet. */
  Routes published() {
    states.retain(generations.living());
    suspicion.reset();
    return routing.published();
  }

  /** A generation may not be there any more. */
  void update() {
    routing.update();
  }

  /** Does what is due by now. */
  void wake() {
    routing.update();
    routing.probe();
  }

  /** Returns the time until something is due; null if nothing is. */
  @Nullable Duration untilNext() {
    return routing.untilProbe();
  }
}
