// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sees to the targets that do not take the current generation. They get an earlier generation for
 * as long as it lives, and it is kept open for them. They are asked again and again whether they
 * take the current generation by now. Not safe for many threads.
 */
final class LateTargetRouting {

  /**
   * How old a credential is when each replica knows it: PostgreSQL's default of {@code
   * max_standby_streaming_delay}.
   */
  static final Duration KNOWN_BY = Duration.ofSeconds(30);

  /**
   * The age at which a target gets a credential about which it could not be asked, where there are
   * several targets. Most replicas lag less. The generation before is kept open for the target for
   * {@link #KNOWN_BY}, also where it is the only target. Both times are at most a third of the time
   * that the generation before has left.
   */
  private static final Duration UNASKED_FOR = Duration.ofSeconds(5);

  /** The longest pause between two questions to a target that somebody waits for. */
  private static final Duration LONGEST_WANTED = Duration.ofSeconds(10);

  /** The longest pause where nobody does. */
  static final Duration LONGEST_UNWANTED = Duration.ofMinutes(1);

  private final RotationActions actions;
  private final Generations generations;
  private final TargetStates states;
  private final Duration patience;
  private final LeaseClock clock;
  private final Map<Target, @Nullable LeasedGeneration> keptOpen = new HashMap<>();
  private LateTargets last = LateTargets.NONE;
  private @Nullable String refusal;

  LateTargetRouting(
      RotationActions actions,
      Generations generations,
      TargetStates states,
      Duration patience,
      LeaseClock clock) {
    this.actions = actions;
    this.generations = generations;
    this.states = states;
    this.patience = patience;
    this.clock = clock;
  }

  /** Refuses connects to the targets that reject the current generation, as no target takes it. */
  void refuse(String cause) {
    refusal = cause;
    update();
  }

  /**
   * Returns whether connects were refused, and no target has taken the current generation since.
   */
  boolean isRefusing() {
    return refusal != null;
  }

  /**
   * Begins anew with a generation that is current now; before the earlier generation is retired.
   * Returns the targets that are late for it.
   */
  LateTargets published() {
    refusal = null;
    states.all().forEach(TargetState::probeSoon);
    last = lateTargets();
    return last;
  }

  /**
   * Brings the late targets, and the generations kept open for them, in line with the targets'
   * answers.
   */
  void update() {
    // Without a current generation no target gets one. A target that had an earlier generation may
    // go on with it.
    LateTargets next =
        generations.current() == null ? last.with(generations.retired()) : lateTargets();
    if (!next.isSame(last)) {
      last = next;
      actions.route(next);
    }
    release();
  }

  /**
   * Releases generations that are kept open for a target without need; no late target gets them any
   * more.
   */
  private void release() {
    for (LeasedGeneration earlier : generations.retired()) {
      for (Target target : earlier.heldFor()) { // Of which some may be forgotten.
        boolean kept = earlier == keptOpen.get(target);
        if (!kept && earlier.release(target)) {
          actions.retire(earlier); // Connections that stayed for it go now, one by one.
        }
      }
    }
  }

  private LateTargets lateTargets() {
    Map<Target, LateTarget> lateTargets = new HashMap<>();
    keptOpen.clear();
    LeasedGeneration current = generations.current();
    if (current == null) {
      return LateTargets.NONE;
    }
    boolean taken = states.isTaken(current.credential());
    refusal = taken ? null : refusal;
    for (TargetState state : states.all()) {
      boolean rejects = state.on(current.credential()) == TargetAnswer.REJECTS;
      LateTarget late = rejects ? rejecting(state, current, taken) : unasked(state, current);
      if (late != null) {
        lateTargets.put(state.target(), late);
      }
    }
    return LateTargets.of(lateTargets);
  }

  /** Returns a target that rejects the current generation, with the generation it gets. */
  private LateTarget rejecting(TargetState state, LeasedGeneration current, boolean taken) {
    LeasedGeneration instead = keepOpen(state, earlier(state, current), true);
    boolean late = taken || mayCatchUp(state, current);
    schedule(state, late || !generations.open(clock.now()).isEmpty(), instead);
    if (instead != null) {
      state.waitsNoMore();
      return new LateTarget(state, instead, null, late ? current : null, null);
    }
    LeasedGeneration lacking = taken ? current : null;
    LeasedGeneration ignored = keepOpen(state, spare(state), false);
    ClockReading since = state.waitsSince();
    return new LateTarget(
        state, null, taken ? lacks(state, current, since) : refusal, lacking, since);
  }

  /** Returns a target that does not reject it and may not have it yet; null if it gets it. */
  private @Nullable LateTarget unasked(TargetState state, LeasedGeneration current) {
    LeasedGeneration unasked = beforeUnasked(state, current);
    boolean early =
        unasked != null
            && states.areSeveral()
            && clock.now().since(current.bornAt()).compareTo(UNASKED_FOR) < 0;
    LeasedGeneration kept =
        keepOpen(state, unasked == null ? earlier(state, current) : unasked, early);
    schedule(state, false, kept);
    state.waitsNoMore();
    return early && kept != null ? new LateTarget(state, kept, null, null, null) : null;
  }

  /**
   * Returns why a new credential may help a target. The target took the current credential and
   * rejects it now, no earlier credential is left for it, and other targets take the current
   * credential still. They may be late to hear that the role is gone, or it was restored to a time
   * before the role.
   */
  @Nullable String loss() {
    LeasedGeneration current = generations.current();
    if (current == null || !states.isTaken(current.credential())) {
      return null;
    }
    for (TargetState state : states.all()) {
      if (state.hasLost(current.credential(), LONGEST_WANTED)) {
        return state.target() + " took generation " + current.number() + " and rejects it now";
      }
    }
    return null;
  }

  /** Probes the targets whose time has come. */
  void probe() {
    LeasedGeneration current = generations.current();
    if (current == null) {
      return;
    }
    for (TargetState state : states.all()) {
      Duration left = state.untilProbe();
      if (left != null && left.isZero() && isWorthwhile(state)) {
        state.probeLater(longest(state));
        actions.probe(toProbe(state, current), state.target());
      }
    }
  }

  /**
   * Returns the current generation, or by turns the generation before for a target that takes
   * neither.
   */
  private LeasedGeneration toProbe(TargetState state, LeasedGeneration current) {
    if (!takesNeither(state, current) || !state.isTurnOfEarlier()) {
      return current;
    }
    List<LeasedGeneration> open = generations.open(clock.now());
    return open.get(open.size() - 1);
  }

  private boolean takesNeither(TargetState state, LeasedGeneration current) {
    return !generations.open(clock.now()).isEmpty() && earlier(state, current) == null;
  }

  /** Returns the time until something is to be asked; null if nothing is. */
  @Nullable Duration untilProbe() {
    Duration next = null;
    for (TargetState state : states.all()) {
      Duration left = isWorthwhile(state) ? state.untilProbe() : null;
      if (left != null && (next == null || left.compareTo(next) < 0)) {
        next = left;
      }
    }
    return next;
  }

  /** Not a server that has never taken anything, unless somebody wants to connect there. */
  private boolean isWorthwhile(TargetState state) {
    return state.hasTakenAny() || isWanted(state);
  }

  private boolean isWanted(TargetState state) {
    return state.isWanted() || generations.areHeldFor(state.target());
  }

  /** Where two generations take turns, each is to be asked about as often as one alone is. */
  private Duration longest(TargetState state) {
    LeasedGeneration current = generations.current();
    boolean turns = current != null && takesNeither(state, current);
    Duration wanted = turns ? LONGEST_WANTED.dividedBy(2) : LONGEST_WANTED;
    return isWanted(state) ? wanted : LONGEST_UNWANTED;
  }

  /**
   * Returns an earlier generation for a target that is not known to take the current generation. A
   * generation whose role is gone elsewhere comes last. A late target that takes it still will
   * reject it once it has caught up that far. The generation before would be revoked by then.
   */
  private @Nullable LeasedGeneration earlier(TargetState state, LeasedGeneration current) {
    List<LeasedGeneration> open = generations.open(clock.now());
    List<LeasedGeneration> sound = new ArrayList<>(open);
    sound.removeIf(this::isGone);
    Predicate<LeasedGeneration> takes = one -> state.takes(one.credential());
    LeasedGeneration taken = last(sound, takes);
    TargetAnswer answer = state.on(current.credential());
    if (answer == TargetAnswer.REJECTS) {
      LeasedGeneration other =
          taken == null
              ? last(sound, one -> state.on(one.credential()) != TargetAnswer.REJECTS)
              : taken;
      LeasedGeneration gone = gone(open, state);
      // A target that cannot be asked is silent about a generation that it is to be offered once
      // more.
      return other != null ? other : gone != null ? gone : last(open, one -> mayTake(state, one));
    }
    LeasedGeneration last = taken == null && state.isOfferedAgain() ? gone(open, state) : taken;
    boolean kept =
        answer == TargetAnswer.SILENT
            && last != null
            && (state.isOfferedAgain() || !last.isExpedited());
    return kept ? last : null; // A target that is down holds up no rotation.
  }

  /**
   * Returns the generation that a target takes, of the generations whose role is gone elsewhere. A
   * generation that a further target takes comes first, as its role may be gone at one restored
   * server only.
   */
  private @Nullable LeasedGeneration gone(List<LeasedGeneration> open, TargetState state) {
    Predicate<LeasedGeneration> takes = one -> state.takes(one.credential());
    LeasedGeneration shared =
        last(open, takes.and(one -> states.isTakenBeside(state, one.credential())));
    return shared == null ? last(open, takes) : shared;
  }

  /**
   * Returns whether a target may take a generation whose role is gone elsewhere. The target is to
   * be offered it once more, or has given no answer about it while another target takes it.
   */
  private boolean mayTake(TargetState state, LeasedGeneration earlier) {
    Credential credential = earlier.credential();
    return state.isSilentAbout(earlier)
        || (state.on(credential) == null && states.isTakenBeside(state, credential));
  }

  /** Returns whether its role is gone for all that is known, at one target at least. */
  private boolean isGone(LeasedGeneration earlier) {
    return earlier.isLost() || states.isDropped(earlier.credential());
  }

  private static @Nullable LeasedGeneration last(
      List<LeasedGeneration> generations, Predicate<LeasedGeneration> wanted) {
    LeasedGeneration last = null;
    for (LeasedGeneration one : generations) {
      last = wanted.test(one) ? one : last;
    }
    return last;
  }

  /**
   * Returns an earlier generation that a late target rejects as well, and may take before it takes
   * the current generation. Null where other targets take none, or the next rotation waits.
   */
  private @Nullable LeasedGeneration spare(TargetState state) {
    ClockReading now = clock.now();
    LeasedGeneration spare = null;
    for (LeasedGeneration earlier : generations.open(now)) {
      boolean late = state.hasTakenAny() || now.since(earlier.bornAt()).compareTo(KNOWN_BY) < 0;
      boolean good = !earlier.isExpedited() && states.isTaken(earlier.credential());
      spare = late && good ? earlier : spare;
    }
    return spare;
  }

  /**
   * Returns the generation before for a target that takes it and could not be asked about the
   * current generation. Null where there is no such need. A late replica whose driver does not tell
   * how to log in again rejects the current generation, and would have none else.
   */
  private @Nullable LeasedGeneration beforeUnasked(TargetState state, LeasedGeneration current) {
    if (state.on(current.credential()) != null) {
      return null;
    }
    ClockReading now = clock.now();
    Duration age = now.since(current.bornAt());
    LeasedGeneration before = null;
    for (LeasedGeneration earlier : generations.open(now)) {
      boolean helps =
          state.takes(earlier.credential())
              && !earlier.isLost()
              && age.compareTo(earlier.isExpedited() ? UNASKED_FOR : KNOWN_BY) < 0
              && age.multipliedBy(3).compareTo(earlier.usableFor(now)) < 0;
      before = helps ? earlier : before;
    }
    return before;
  }

  /** Keeps one generation open for a target; null if it has just drained. */
  private @Nullable LeasedGeneration keepOpen(
      TargetState state, @Nullable LeasedGeneration wanted, boolean inUse) {
    boolean wasInUse = wanted != null && wanted.isInUseAt(state.target());
    boolean held = wanted != null && wanted.hold(state.target(), inUse);
    LeasedGeneration kept = held ? wanted : null;
    if (kept != null && wasInUse && !inUse) {
      actions.retire(kept); // Connections that stayed for it go now, one by one.
    }
    keptOpen.put(state.target(), kept);
    return kept;
  }

  /**
   * Returns whether a target may take the current generation yet that rejects it, be that taken
   * elsewhere or not. Its role is new to the target, and no user of somebody's that failed logins
   * may lock.
   */
  static boolean mayCatchUp(TargetState state, LeasedGeneration current) {
    return current.lease().revocable() && !state.hasDropped(current.credential());
  }

  /**
   * Has a target asked later that is late; not a target that rejects all credentials that any
   * target takes.
   */
  private void schedule(TargetState state, boolean late, @Nullable LeasedGeneration instead) {
    Duration left = state.untilProbe();
    if (!late && instead == null) {
      state.probeNoMore();
    } else if (left == null || left.compareTo(longest(state)) > 0) {
      state.probeLater(longest(state));
    }
  }

  /** Returns why a target is refused that takes no generation while others do; null if it waits. */
  private @Nullable String lacks(TargetState state, LeasedGeneration current, ClockReading since) {
    ClockReading now = clock.now();
    boolean stranger = !state.hasTakenAny() && now.since(current.bornAt()).compareTo(KNOWN_BY) >= 0;
    return stranger || now.since(since).compareTo(patience) >= 0 ? state.message() : null;
  }
}
