// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The life of one binding's leases as a state machine. Events come in as method calls, and orders
 * go out through {@link RotationActions}. {@link RotationPhase} says which phase may follow which.
 * It does no I/O, knows no thread and reads only the clock it was given, so that a test can drive
 * it through any history.
 *
 * <p>At most one operation on the source is under way at a time, and at most one generation is
 * current. A planned rotation waits until the generation before is drained, so that no more than
 * two roles exist at once. A rejected or revoked credential is replaced without waiting.
 *
 * <p>Acceptance and rejection belong to a target. A credential that one target takes is good.
 * {@link LateTargetRouting} sees to the targets that do not take it, without any part of this
 * machine.
 *
 * <p>Not safe for many threads, but for {@link #isNews}: {@link CredentialRotator} calls the other
 * methods from one thread.
 */
final class Rotation extends RotationSteps {

  Rotation(String binding, RotationPolicy policy, LeaseClock clock, RotationActions actions) {
    super(binding, policy, clock, actions);
  }

  void start() {
    replace(reason);
  }

  /**
   * A lease was taken out.
   *
   * @return whether it is of use, so that it was tried or published
   */
  boolean fetched(Lease lease) {
    if (phase == RotationPhase.CLOSED) {
      actions.revoke(lease);
      return false;
    }
    if (rejecting) {
      limit.count();
    }
    try {
      pending.take(lease);
      validate(lease);
      return true;
    } catch (LeaseException useless) {
      tryLater("fetch", useless, useless.kind() == LeaseException.Kind.INVALID);
      return false;
    }
  }

  void fetchFailed(LeaseException cause) {
    if (phase != RotationPhase.CLOSED) {
      tryLater("fetch", cause, true);
    }
  }

  /** The candidate works, or there was nothing to try it on. */
  void validated() {
    if (phase != RotationPhase.CLOSED) {
      publishPending(reason);
    }
  }

  /** The candidate did not work: {@code rejected}, or the database could not be asked. */
  void validationFailed(SQLException cause, boolean rejected) {
    if (phase == RotationPhase.CLOSED) {
      return;
    }
    boolean wanted = acceptance.mayPendingServe(); // Targets that reject it go on as before.
    if (wanted || (!rejected && !renewals.mayWait(generations.inUse()))) {
      publishPending(reason + (wanted ? "; late: " : "; untried: ") + cause.getMessage());
      return;
    }
    rejecting |= rejected;
    if (changed) {
      changes.count();
      changed = false;
    }
    SQLException named = pending.named(cause);
    if (rejected && !renewals.mayWait(generations.current())) {
      publishRejected(named);
      return;
    }
    boolean hopeless = rejected && pending.rejected();
    if (acceptance.isPendingDoubted()) {
      pending.doubted();
    }
    tryLater("probe", named, hopeless);
  }

  /**
   * Publishes a credential that each target rejects that was asked, for targets that were not
   * asked: the generation before serves them no longer. The next credential is fetched when that
   * generation is drained.
   */
  private void publishRejected(SQLException cause) {
    publishPending(reason + "; rejected so far: " + cause.getMessage());
    LeasedGeneration published = generations.current();
    if (phase == RotationPhase.SERVING && published != null) {
      String because = rejection(published, String.valueOf(cause.getMessage()));
      boolean ignored = generations.reject(published);
      rejecting = true;
      refuse(because);
      reason = because;
      postponed = true;
      timer.set(nextTry());
      arm();
    }
  }

  /** Returns whether the targets that count reject a new credential, as far as they have said. */
  boolean isRejected(Credential credential) {
    return acceptance.isRejected(credential);
  }

  /**
   * A target was asked about a credential.
   *
   * @param what the target's message if it does not take the credential
   */
  void answered(Credential credential, Target target, TargetAnswer answer, String what) {
    if (phase == RotationPhase.CLOSED || isNoAnswer(credential, answer)) {
      return;
    }
    boolean lost = acceptance.answered(credential, target, answer, what);
    if (answer == TargetAnswer.TAKES && phase == RotationPhase.WAITING) {
      takenWhileWaiting(credential);
    }
    LeasedGeneration current = generations.current();
    if (lost && current != null && phase != RotationPhase.CHECKING) {
      replaceRejected(current, rejection(current, what + " (" + target + ")"));
      acceptance.update();
    }
    arm();
  }

  /** A target took a credential late: the wait for that credential is over. */
  private void takenWhileWaiting(Credential credential) {
    LeasedGeneration current = generations.inUse();
    if (pending.isOn(credential)) {
      timer.set(Duration.ZERO);
    } else if (breaking && current != null && current.credential().equals(credential)) {
      breaking = false;
      rejecting = false;
      reason = "a rotation was due before"; // For a rotation that still waits for its place.
      serve(current);
    }
  }

  /**
   * Returns whether a target could not be asked about a generation that no target takes and that is
   * being replaced. The target would get that generation once more for nothing.
   */
  private boolean isNoAnswer(Credential credential, TargetAnswer answer) {
    LeasedGeneration current = generations.current();
    boolean underWay = phase == RotationPhase.FETCHING || phase == RotationPhase.VALIDATING;
    return answer == TargetAnswer.UNTRIED
        && underWay
        && current != null
        && current.credential().equals(credential)
        && generations.inUse() == null;
  }

  void renewed(LeasedGeneration generation, Lease renewal) {
    if (phase == RotationPhase.CLOSED) {
      return;
    }
    if (!generations.isCurrent(generation)) {
      generations.renewedTooLate(generation, renewal);
      replace("the lease ended before its renewal was answered");
      return;
    }
    if (!renewal.credential().equals(generation.credential())) {
      reason = "the source has another credential";
      boolean ignored = fetched(renewal);
      return;
    }
    if (!renewal.revocable()) { // The source is back to the credential in use.
      pending.forget();
      rejecting = false;
      changed = false;
    }
    generation.renewed(renewal);
    backoff.reset();
    actions.renewed(generation);
    String maximum = requested == null ? renewals.maximumReached(generation) : null;
    if (maximum != null) {
      requested = RotationRequest.planned(maximum);
    }
    goOn();
  }

  void renewFailed(LeaseException cause) {
    if (phase == RotationPhase.CLOSED) {
      return;
    }
    LeasedGeneration generation = generations.current();
    boolean passing = generation != null && cause.kind().isPassing();
    Duration wait = passing ? nextTry() : Duration.ZERO;
    actions.failed("renew", cause, wait);
    if (requested == null && passing) {
      move(RotationPhase.SERVING);
      timer.set(wait);
      arm();
      return;
    }
    generations.expediteIfGone(cause);
    if (requested == null) {
      requested = RotationRequest.atOnce("the lease could not be renewed: " + cause.getMessage());
    }
    goOn();
  }

  /** The current credential works after all. */
  void checked() {
    acceptance.passedCheck();
    goOn();
  }

  /**
   * A check of the current credential failed: {@code rejected}, or no target could be asked. That
   * says nothing, unless the check began with a target that rejects it.
   */
  void checkFailed(LeasedGeneration generation, SQLException cause, boolean rejected) {
    if (acceptance.endCheck(rejected)) {
      String why = checkedFor + ", then " + cause.getMessage();
      replaceRejected(generation, rejection(generation, why));
    }
    goOn();
  }

  /** A target rejected a credential that was handed out. */
  void rejected(LeasedGeneration generation, Target by, String why) {
    if (phase == RotationPhase.CLOSED) {
      return;
    }
    if (acceptance.rejected(generation, by, why)) {
      replaceRejected(generation, rejection(generation, why + " (" + by + ")"));
      acceptance.update();
    } else {
      check();
    }
    arm();
  }

  private static String rejection(LeasedGeneration generation, String why) {
    String origin = generation.lease().origin();
    return "the database rejected generation "
        + generation.number()
        + (origin == null ? "" : ", from " + origin)
        + ": "
        + why;
  }

  /** Returns whether it matters that a target takes a credential. Any thread may ask; cheap. */
  boolean isNews(LeasedGeneration generation, Target by) {
    return acceptance.isNews(generation, by) || breaker.isCounting();
  }

  /** A target took the credential of this generation. */
  void accepted(LeasedGeneration generation, Target by) {
    answered(generation.credential(), by, TargetAnswer.TAKES, "");
    if (generations.isCurrent(generation)) {
      breaker.accepted();
    }
  }

  /** Returns whether the binding is for a target, as far as is known. */
  boolean counts(Target target) {
    return acceptance.counts(target);
  }

  /** The binding is for these servers alone. */
  void keep(Targets targets) {
    acceptance.keep(targets);
    arm();
  }

  /** Something failed as if the role of its generation were gone. */
  void suspect(LeasedGeneration generation, Target at, String why) {
    acceptance.suspect(generation, at, why);
    check();
  }

  /** Somebody asks for a new credential: a signal, an operator, a rehearsal. */
  void rotate(String why) {
    if (phase == RotationPhase.SERVING) {
      rotate(RotationRequest.planned(why));
    } else if ((phase.isAboutCurrent() || breaking) && requested == null) {
      requested = RotationRequest.planned(why);
    }
  }

  /**
   * The source has another credential, or another end for the same credential. Does nothing while
   * an answer of the source or of a database is awaited. Does nothing either where too many recent
   * changes brought a credential that failed its trial. Tell it again then.
   */
  void sourceChanged() {
    boolean idle = phase == RotationPhase.SERVING || phase == RotationPhase.WAITING;
    if (!idle || !changes.untilNext().isZero()) {
      return;
    }
    pending.forget(); // It is of the source's earlier credential.
    if (changes.isIdle()) {
      backoff.reset(); // Not again and again for a source that changes to and fro.
    }
    rejecting = false;
    changed = true;
    LeasedGeneration generation = generations.inUse();
    if (generation == null) {
      replace("the source has changed");
    } else {
      requested = null;
      renew(generation);
    }
  }

  /** The last connection of a retired generation is closed. */
  void drained(LeasedGeneration generation) {
    if (phase == RotationPhase.CLOSED) {
      return;
    }
    generations.drained(generation);
    acceptance.update();
    if (phase == RotationPhase.SERVING && hasRoom()) {
      replace(reason);
    }
  }

  /** An order or an answer about a retired generation may have been lost. */
  void remind() {
    generations.remind();
  }

  /** The time that was asked for has come. May be called at any other time as well. */
  void wake() {
    if (phase == RotationPhase.CLOSED) {
      return;
    }
    if (generations.expire() && phase == RotationPhase.SERVING) {
      replace("the lease has ended");
    } else if (phase == RotationPhase.SERVING && (timer.isDue() || hasRoom())) {
      tend();
    } else if (timer.isDue() && phase == RotationPhase.WAITING) {
      tryAgain();
    } else {
      check();
      replaceIfLost();
    }
    acceptance.wake();
    arm();
  }

  void close() {
    if (phase != RotationPhase.CLOSED) {
      move(RotationPhase.CLOSED);
      generations.close();
      pending.giveBack();
    }
  }
}
