// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** Which moves the histories have made, and which events they have met in which phase. */
final class Coverage {

  private static final EnumSet<Phase> BEGUN = EnumSet.complementOf(EnumSet.of(Phase.NEW));

  private final Set<String> moves = new TreeSet<>();
  private final Set<String> events = new TreeSet<>();

  /** Returns every move of the table. */
  static Set<String> allMoves() {
    Set<String> table = new TreeSet<>();
    for (Phase phase : Phase.values()) {
      phase.next().forEach(next -> table.add(phase + " -> " + next));
    }
    return table;
  }

  /**
   * Returns every event in every phase in which it can come: an answer while it is waited for or
   * after all is closed, the failure of an answer that was lost also while nothing is under way,
   * and anything else at any time.
   */
  static Set<String> allEvents() {
    Set<String> all = new TreeSet<>();
    all.add(met(Phase.NEW, "start"));
    answer(all, Phase.FETCHING, "fetched");
    for (LeaseException.Kind kind : LeaseException.Kind.values()) {
      answer(all, Phase.FETCHING, "fetchFailed " + kind);
      answer(all, Phase.RENEWING, "renewFailed " + kind);
    }
    answer(all, Phase.PROVING, "proven");
    answer(all, Phase.PROVING, "disproven: rejected");
    answer(all, Phase.PROVING, "disproven: away");
    answer(all, Phase.RENEWING, "renewed in full");
    answer(all, Phase.RENEWING, "renewed by half");
    answer(all, Phase.RENEWING, "renewed for less than the margin");
    answer(all, Phase.RENEWING, "renewed for nothing");
    answer(all, Phase.RENEWING, "renewed for the last time");
    answer(all, Phase.RENEWING, "changed");
    answer(all, Phase.CHECKING, "checked");
    answer(all, Phase.CHECKING, "checkFailed: rejected");
    answer(all, Phase.CHECKING, "checkFailed: away");
    for (Phase phase : BEGUN) {
      for (String what : new String[] {"rejected", "suspect", "accepted"}) {
        all.add(met(phase, what + " current"));
        all.add(met(phase, what + " retired"));
      }
      all.add(met(phase, "drained"));
      all.add(met(phase, "answered"));
    }
    for (Phase phase : Phase.values()) {
      for (String what : new String[] {"rotate", "wake", "remind", "lost", "close"}) {
        all.add(met(phase, what));
      }
    }
    return all;
  }

  private static void answer(Set<String> all, Phase phase, String what) {
    all.add(met(phase, what));
    all.add(met(Phase.CLOSED, what));
  }

  private static String met(Phase phase, String event) {
    return phase + " x " + event;
  }

  void move(Phase from, Phase to) {
    moves.add(from + " -> " + to);
  }

  void event(Phase phase, String what) {
    events.add(met(phase, what));
  }

  Set<String> moves() {
    return moves;
  }

  Set<String> events() {
    return events;
  }
}
