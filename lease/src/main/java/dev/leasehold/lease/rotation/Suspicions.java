// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static java.util.Comparator.comparingInt;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reasons to try the current credential, looked into every few seconds at most. A suspicion
 * that comes too soon waits: the last look's answer may have changed since. Each target has a
 * suspicion of its own, as a look that begins at one target may end before another is asked. Not
 * safe for many threads.
 */
final class Suspicions {

  /** How soon after the last look the next look begins at the earliest. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** The same where one look after the other has had no answer and nothing else has failed. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** As many as logins are known of. */
  private static final int MOST_WAITING = 64;

  private final LeaseClock clock;

  /** By target; the suspicion that has waited for longest comes first. */
  private final Map<Target, Suspicion> waiting = new LinkedHashMap<>();

  /** The targets whose failures have had a look without an answer since the last news. */
  private final Set<Target> tried = new HashSet<>();

  private Duration pause = PAUSE;
  private @Nullable ClockReading lastLook;
  private @Nullable Suspicion underWay;

  /** Whether the target where that look began could not be asked. */
  private boolean unanswered;

  Suspicions(LeaseClock clock) {
    this.clock = clock;
  }

  /**
   * Adds a suspicion. It waits until it can be looked into; a rejection waits instead of a failure.
   * Where too many wait, the first of the lightest is dropped.
   */
  void add(Suspicion suspicion) {
    refresh();
    Suspicion known = waiting.get(suspicion.at());
    boolean weighsMore =
        known == null
            ? hasRoomFor(suspicion)
            : suspicion.isRejection() && suspicion.weight() >= known.weight();
    if (weighsMore) {
      waiting.put(suspicion.at(), suspicion);
    }
  }

  private boolean hasRoomFor(Suspicion suspicion) {
    if (waiting.size() < MOST_WAITING) {
      return true;
    }
    Suspicion least = Collections.min(waiting.values(), comparingInt(Suspicion::weight));
    return least.weight() <= suspicion.weight() && waiting.remove(least.at()) != null;
  }

  /** Something has been learned, so the next look need not be late. */
  private void refresh() {
    pause = PAUSE;
    tried.clear();
  }

  /** A target that rejected the credential takes it now. */
  void refute(Target by) {
    Suspicion known = waiting.get(by);
    if (known != null && known.isRejection()) {
      waiting.remove(by);
    }
  }

  /** Forgets the suspicions at other targets than these. */
  void keep(Targets targets) {
    waiting.keySet().removeIf(target -> !targets.includes(target));
  }

  /**
   * Returns the suspicion that is to be looked into now, if any: the first of the heaviest.
   *
   * @param rejections whether a rejection counts; it does not where another target has just taken
   *     the credential
   */
  @Nullable Suspicion due(boolean rejections) {
    Suspicion due = null;
    if (isRested()) {
      for (Suspicion each : waiting.values()) {
        boolean counts = rejections || !each.isRejection();
        due = counts && (due == null || each.weight() > due.weight()) ? each : due;
      }
    }
    return due;
  }

  private boolean isRested() {
    return lastLook == null || clock.now().since(lastLook).compareTo(pause) >= 0;
  }

  /** Notes that this suspicion is looked into now. */
  void look(Suspicion suspicion) {
    lastLook = clock.now();
    underWay = suspicion;
    unanswered = false;
    waiting.remove(suspicion.at());
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
    refresh();
  }

  /**
   * Ends a look that has had no answer, or in which no target took the credential; returns its
   * suspicion. A failure says as much as before and is looked into once more, after a longer pause
   * where each that waits has had its look. A rejection is not, unless it is added.
   */
  @Nullable Suspicion failed() {
    Suspicion ended = underWay;
    underWay = null;
    if (ended != null && !ended.isRejection()) {
      tried.add(ended.at());
      Duration longer = tried.containsAll(waiting.keySet()) ? pause.multipliedBy(2) : PAUSE;
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      waiting.putIfAbsent(ended.at(), ended);
    }
    return ended;
  }

  /** Forgets all: another generation is current. */
  void reset() {
    waiting.clear();
    underWay = null;
    lastLook = null;
    refresh();
  }
}
