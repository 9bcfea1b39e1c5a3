// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reasons to try the current credential, looked into every few seconds at most. One that comes
 * too soon waits: what the last look has found may have changed since. Not safe for many threads.
 */
final class Suspicions {

  /** How soon after the last look the next one begins at the earliest. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** The same where one look after the other has had no answer and nothing else has failed. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final LeaseClock clock;
  private Duration pause = PAUSE;
  private @Nullable ClockReading lastLook;
  private @Nullable Suspicion next;
  private @Nullable Suspicion underWay;

  /** Whether the target where that one began could not be asked. */
  private boolean unanswered;

  Suspicions(LeaseClock clock) {
    this.clock = clock;
  }

  /** Adds one. It waits until it can be looked into; a rejection waits instead of a failure. */
  void add(Suspicion suspicion) {
    pause = PAUSE;
    Suspicion known = next;
    if (suspicion.isRejection()) {
      next = known == null || suspicion.isLoss() || !known.isRejection() ? suspicion : known;
    } else if (known == null) {
      next = suspicion;
    }
  }

  /** A target that rejected the credential takes it now. */
  void refute(Target by) {
    if (next != null && next.isRejection() && next.at().equals(by)) {
      next = null;
    }
  }

  /** Forgets what began at another target than these. */
  void keep(Targets targets) {
    if (next != null && !targets.includes(next.at())) {
      next = null;
    }
  }

  /** Returns the one that is to be looked into now, if any. */
  @Nullable Suspicion due() {
    return isRested() ? next : null;
  }

  private boolean isRested() {
    return lastLook == null || clock.now().since(lastLook).compareTo(pause) >= 0;
  }

  /** Notes that this one is looked into now. */
  void look(Suspicion suspicion) {
    lastLook = clock.now();
    underWay = suspicion;
    unanswered = false;
    next = null;
  }

  /** A target was asked about the current credential. */
  void answered(Target target, TargetAnswer answer) {
    if (underWay != null && !underWay.isRejection() && underWay.at().equals(target)) {
      unanswered = answer == TargetAnswer.SILENT;
    }
  }

  /**
   * Ends a look in which a target has taken the credential. Another target vouches for none where
   * something has failed and that has not answered.
   */
  void passed() {
    if (unanswered) {
      Suspicion ignored = failed();
      return;
    }
    underWay = null;
    pause = PAUSE;
  }

  /**
   * Ends a look that has had no answer, or in which none took the credential; returns what it was
   * about. A failure says as much as before and is looked into once more. A rejection is not,
   * unless it is added.
   */
  @Nullable Suspicion failed() {
    Suspicion ended = underWay;
    underWay = null;
    if (ended != null && !ended.isRejection() && next == null) {
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      next = ended;
    }
    return ended;
  }

  /** Forgets all: another generation is current. */
  void reset() {
    next = null;
    underWay = null;
    lastLook = null;
    pause = PAUSE;
  }
}
