// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one target to a binding's credentials. Not safe for many threads, but for the
 * methods that say so.
 */
final class TargetState {

  /** How long a target is asked again after the last connect that wanted it. */
  private static final long WANTED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Target target;
  private final LeaseClock clock;
  private final Backoff backoff;
  private final RotationTimer probe;
  private final Map<Credential, TargetAnswer> answers = new HashMap<>();
  private final Set<Credential> dropped = new HashSet<>();
  private @Nullable Credential lost;
  private @Nullable ClockReading lostSince;
  private boolean hasTakenAny;
  private boolean turnOfEarlier;
  private boolean offeredAgain;
  private @Nullable ClockReading waitsSince;

  private volatile String message = "";
  private volatile @Nullable Credential taken;
  private volatile long takenAt;
  private volatile long wantedAt;

  TargetState(Target target, LeaseClock clock, Backoff backoff) {
    this.target = target;
    this.clock = clock;
    this.backoff = backoff;
    this.probe = new RotationTimer(clock);
    this.takenAt = clock.nanos();
    this.wantedAt = clock.nanos() - WANTED_NANOS;
  }

  Target target() {
    return target;
  }

  /**
   * Takes note of an answer.
   *
   * @param what the target's message, for log lines and exceptions
   * @return whether it took this credential before
   */
  boolean says(Credential credential, TargetAnswer answer, String what) {
    if (answer == TargetAnswer.SILENT) {
      answers.putIfAbsent(credential, answer); // Silence does not replace an earlier answer.
      return false;
    }
    boolean before = answers.put(credential, answer) == TargetAnswer.TAKES;
    offeredAgain = false;
    if (answer == TargetAnswer.TAKES) {
      taken = credential;
      takenAt = clock.nanos();
      hasTakenAny = true;
      lost = null;
      dropped.remove(credential);
    } else {
      message = what;
      taken = null;
      lost = before ? credential : lost;
      lostSince = before ? clock.now() : lostSince;
      boolean ignored = before && dropped.add(credential);
    }
    return before;
  }

  /** Returns its last answer about a credential; null without an answer. */
  @Nullable TargetAnswer on(Credential credential) {
    return answers.get(credential);
  }

  /** Returns whether it takes a credential, as far as is known. */
  boolean takes(Credential credential) {
    return answers.get(credential) == TargetAnswer.TAKES;
  }

  /** Returns whether it is to be offered the credential that it rejected, as nobody can ask it. */
  boolean isOfferedAgain() {
    return offeredAgain;
  }

  /** Returns whether it did not answer about a generation, or is to be offered it once more. */
  boolean isSilentAbout(LeasedGeneration generation) {
    return answers.get(generation.credential()) == TargetAnswer.SILENT;
  }

  /**
   * Notes that there is no way to ask it. A target that rejected a credential gets it once more
   * when a connect wants it. A target whose logins took it takes it still.
   */
  void cannotBeAsked(Credential credential) {
    if (takes(credential)) {
      return;
    }
    if (isWanted()) {
      offeredAgain |= answers.replace(credential, TargetAnswer.SILENT) == TargetAnswer.REJECTS;
    } else {
      answers.remove(credential);
    }
  }

  /** Returns whether it took this credential and rejects it now. */
  boolean hasDropped(Credential credential) {
    return dropped.contains(credential);
  }

  /** Forgets all other credentials than these. */
  void retain(Collection<Credential> living) {
    answers.keySet().retainAll(living);
    dropped.retainAll(living);
  }

  /** Returns whether it takes some credential that lives. */
  boolean takesAny() {
    return answers.containsValue(TargetAnswer.TAKES);
  }

  /** Returns whether it has ever taken any credential of the binding. */
  boolean hasTakenAny() {
    return hasTakenAny;
  }

  /**
   * Returns whether it took this credential, and has rejected it for so long since. It has also had
   * no generation for so long, although connects want a generation. Once only. A credential that is
   * lost while it is tried is as new as its loss, although its target may have waited for it for
   * longer.
   */
  boolean hasLost(Credential credential, Duration longEnough) {
    boolean is =
        credential.equals(lost)
            && isWanted()
            && isAsOld(waitsSince, longEnough)
            && isAsOld(lostSince, longEnough);
    lost = is ? null : lost;
    return is;
  }

  private boolean isAsOld(@Nullable ClockReading since, Duration longEnough) {
    return since != null && clock.now().since(since).compareTo(longEnough) >= 0;
  }

  /** Returns its message when it took no credential; empty before. Any thread. */
  String message() {
    return message;
  }

  /** Returns whether its last login was with this credential, and was taken. Any thread. */
  boolean tookLast(Credential credential) {
    return credential.equals(taken);
  }

  /** Notes that it has taken the same credential again. Any thread. */
  void tookAgain() {
    takenAt = clock.nanos();
  }

  /** Returns when it last took a credential, in nanoseconds of the clock. */
  long takenAt() {
    return takenAt;
  }

  /** Says that a connect waits for it or is refused. Any thread. */
  void want() {
    wantedAt = clock.nanos();
  }

  boolean isWanted() {
    return clock.nanos() - wantedAt < WANTED_NANOS;
  }

  /** Returns since when there is no generation for it; now, if that is new. */
  ClockReading waitsSince() {
    ClockReading since = waitsSince;
    if (since == null) {
      since = clock.now();
      waitsSince = since;
    }
    return since;
  }

  /** Says that there is a generation for it. */
  void waitsNoMore() {
    waitsSince = null;
  }

  /** Returns the time until it is to be asked again; null if it is not to be asked. */
  @Nullable Duration untilProbe() {
    return probe.remaining();
  }

  /** Sets the time for the next question, later each time. */
  void probeLater(Duration limit) {
    probe.set(backoff.next(limit));
  }

  /** Returns true every other time. */
  boolean isTurnOfEarlier() {
    turnOfEarlier = !turnOfEarlier;
    return !turnOfEarlier;
  }

  /** Says that it is not to be asked. */
  void probeNoMore() {
    probe.clear();
  }

  /** Lets the next wait be the shortest. */
  void probeSoon() {
    backoff.reset();
    probe.clear();
  }
}
