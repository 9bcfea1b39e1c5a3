// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a binding's targets to its credentials: acceptance and rejection belong to a
 * target. Not safe for many threads, but for {@link #isNews}.
 */
final class TargetStates {

  /** More than an application has in use at a time; the target without a login for longest goes. */
  private static final int MOST = 256;

  private final LeaseClock clock;
  private final Jitter jitter;
  private final Map<Target, TargetState> states = new ConcurrentHashMap<>();

  /** The targets that the binding is for; null while it may be for any. */
  private @Nullable Targets kept;

  TargetStates(LeaseClock clock, Jitter jitter) {
    this.clock = clock;
    this.jitter = jitter;
  }

  /** Returns the answers of a target, from now on if it is new. */
  TargetState of(Target target) {
    TargetState known = states.get(target);
    if (known != null) {
      return known;
    }
    if (states.size() >= MOST) {
      forgetOne();
    }
    TargetState added =
        new TargetState(target, clock, new Backoff(LateTargetRouting.LONGEST_UNWANTED, jitter));
    states.put(target, added);
    return added;
  }

  /** Forgets all other targets than these, for good. */
  void keep(Targets targets) {
    kept = targets;
    states.keySet().removeIf(known -> !targets.includes(known));
  }

  /** Returns whether a target's answer counts. */
  boolean counts(Target target) {
    return kept == null || kept.includes(target);
  }

  private void forgetOne() {
    long now = clock.nanos();
    states.values().stream()
        .max(Comparator.comparingLong(state -> now - state.takenAt()))
        .ifPresent(oldest -> states.remove(oldest.target()));
  }

  Collection<TargetState> all() {
    return states.values();
  }

  /**
   * Returns whether it is news that a target took the credential of a generation. Any thread; cheap
   * where it is not.
   */
  boolean isNews(LeasedGeneration generation, Target by) {
    TargetState state = states.get(by);
    boolean news = state == null || !state.tookLast(generation.credential());
    if (state != null && !news) {
      state.tookAgain();
    }
    return news;
  }

  /** Returns whether several targets take a credential that lives. */
  boolean areSeveral() {
    return states.values().stream().filter(TargetState::takesAny).limit(2).count() == 2;
  }

  /** Returns whether some target takes a credential, as far as is known. */
  boolean isTaken(Credential credential) {
    return any(state -> state.takes(credential));
  }

  /** Returns whether another target than this takes a credential, as far as is known. */
  boolean isTakenBeside(TargetState one, Credential credential) {
    return any(state -> state != one && state.takes(credential));
  }

  /**
   * Returns whether some target takes a credential, or has not said and takes another credential
   * that lives.
   */
  boolean mayBeTaken(Credential credential) {
    return any(
        state -> {
          TargetAnswer answer = state.on(credential);
          return answer == TargetAnswer.TAKES
              || (answer != TargetAnswer.REJECTS && state.takesAny());
        });
  }

  /** Returns whether some target took a credential and rejects it now: its role may be gone. */
  boolean isDropped(Credential credential) {
    return any(state -> state.hasDropped(credential));
  }

  /** Returns whether a target took a credential within that time, and takes it still. */
  boolean isTakenSince(Credential credential, Duration time) {
    long now = clock.nanos();
    return any(state -> state.takes(credential) && now - state.takenAt() < time.toNanos());
  }

  /**
   * Returns whether the targets reject a new credential: all of the targets that take the current
   * credential; without such, all that answered. So a server that knows none of the binding's roles
   * does not count. Nor does a late server while another server is away or can be asked by nobody.
   */
  boolean isRejected(Credential candidate, @Nullable Credential current) {
    if (isTaken(candidate)) {
      return false;
    }
    Predicate<TargetState> trusted = state -> current != null && state.takes(current);
    return any(trusted)
        ? states.values().stream()
            .filter(trusted)
            .allMatch(state -> state.on(candidate) == TargetAnswer.REJECTS)
        : isRejectedBySome(candidate);
  }

  /**
   * Returns whether a new credential may serve a target that connects want and that was not asked
   * about it. The target has lost the current credential, or rejects it as all targets do.
   */
  boolean mayServe(Credential candidate, Credential current) {
    boolean taken = isTaken(current);
    return any(
        state ->
            (state.hasDropped(current) || (!taken && state.on(current) == TargetAnswer.REJECTS))
                && state.on(candidate) == null
                && state.isWanted());
  }

  /** Returns whether connects want a target that has not said whether it takes a credential. */
  boolean isAwaited(Credential credential) {
    return any(state -> state.on(credential) == null && state.isWanted());
  }

  /** Returns whether some target rejects a credential, as far as is known. */
  boolean isRejectedBySome(Credential credential) {
    return any(state -> state.on(credential) == TargetAnswer.REJECTS);
  }

  private boolean any(Predicate<TargetState> is) {
    return states.values().stream().anyMatch(is);
  }

  /** Forgets the answers about other credentials than these. */
  void retain(Collection<Credential> living) {
    states.values().forEach(state -> state.retain(living));
  }
}
