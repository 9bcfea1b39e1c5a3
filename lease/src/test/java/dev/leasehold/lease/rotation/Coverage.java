// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.LeaseException;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** Which moves the histories have made, and which events they have met in which phase. */
final class Coverage {

  private static final EnumSet<RotationPhase> BEGUN =
      EnumSet.complementOf(EnumSet.of(RotationPhase.NEW));

  private final Set<String> moves = new TreeSet<>();
  private final Set<String> events = new TreeSet<>();

  /** Returns every move of the table. */
  static Set<String> allMoves() {
    Set<String> table = new TreeSet<>();
    for (RotationPhase phase : RotationPhase.values()) {
      phase.next().forEach(next -> table.add(phase + " -> " + next));
    }
    return table;
  }

  /**
   * Returns every event in every phase in which it can come. An answer comes while it is waited
   * for, or after all is closed. The failure of an answer that was lost also comes while nothing is
   * under way. All else comes at any time.
   */
  static Set<String> allEvents() {
    Set<String> all = new TreeSet<>();
    all.add(met(RotationPhase.NEW, "start"));
    answer(all, RotationPhase.FETCHING, "fetched");
    for (LeaseException.Kind kind : LeaseException.Kind.values()) {
      answer(all, RotationPhase.FETCHING, "fetchFailed " + kind);
      answer(all, RotationPhase.RENEWING, "renewFailed " + kind);
    }
    answer(all, RotationPhase.VALIDATING, "proven");
    answer(all, RotationPhase.VALIDATING, "disproven: rejected");
    answer(all, RotationPhase.VALIDATING, "disproven: away");
    answer(all, RotationPhase.RENEWING, "renewed in full");
    answer(all, RotationPhase.RENEWING, "renewed by half");
    answer(all, RotationPhase.RENEWING, "renewed for less than the margin");
    answer(all, RotationPhase.RENEWING, "renewed for nothing");
    answer(all, RotationPhase.RENEWING, "renewed for the last time");
    answer(all, RotationPhase.RENEWING, "changed");
    answer(all, RotationPhase.CHECKING, "checked");
    answer(all, RotationPhase.CHECKING, "checkFailed: rejected");
    answer(all, RotationPhase.CHECKING, "checkFailed: away");
    for (RotationPhase phase : BEGUN) {
      for (String what : new String[] {"rejected", "suspect", "accepted"}) {
        all.add(met(phase, what + " current"));
        all.add(met(phase, what + " retired"));
      }
      all.add(met(phase, "drained"));
      all.add(met(phase, "answered"));
    }
    for (RotationPhase phase : RotationPhase.values()) {
      for (String what :
          new String[] {"rotate", "source changed", "wake", "remind", "lost", "close"}) {
        all.add(met(phase, what));
      }
    }
    return all;
  }

  private static void answer(Set<String> all, RotationPhase phase, String what) {
    all.add(met(phase, what));
    all.add(met(RotationPhase.CLOSED, what));
  }

  private static String met(RotationPhase phase, String event) {
    return phase + " x " + event;
  }

  void move(RotationPhase from, RotationPhase to) {
    moves.add(from + " -> " + to);
  }

  void event(RotationPhase phase, String what) {
    events.add(met(phase, what));
  }

  Set<String> moves() {
    return moves;
  }

  Set<String> events() {
    return events;
  }
}
