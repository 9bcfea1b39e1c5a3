// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures that change all the time, as lines. */
record Panel(Roles roles, Tally tally) {

  /** Four lines for a terminal. */
  List<String> lines() {
    if (roles.turns().isEmpty()) {
      return List.of("no role yet");
    }
    Turn current = roles.current();
    return List.of(
        "role         " + current.role(),
        "generation   " + current.number() + ", valid for " + life(current) + " more",
        "connections  " + connections(),
        "queries      " + queries());
  }

  /** The same in one line. */
  String line() {
    if (roles.turns().isEmpty()) {
      return "no role yet";
    }
    Turn current = roles.current();
    return String.format(
        "generation %d (%s), valid for %s more; connections %s; queries %s",
        current.number(), current.role(), life(current), connections(), queries());
  }

  private String life(Turn turn) {
    Duration left = roles.latest().validFor().getOrDefault(turn.role(), Duration.ZERO);
    return Math.max(0, left.toSeconds()) + " s";
  }

  private String connections() {
    List<String> counts = new ArrayList<>();
    for (Turn turn : roles.turns()) {
      int sessions = roles.latest().sessions(turn.role());
      if (sessions > 0) {
        counts.add("generation " + turn.number() + ": " + sessions);
      }
    }
    return counts.isEmpty() ? "none" : String.join(", ", counts);
  }

  private String queries() {
    return String.format(
        Locale.ROOT, "%,d served, %,d failed", tally.servedCount(), tally.failures().size());
  }
}
