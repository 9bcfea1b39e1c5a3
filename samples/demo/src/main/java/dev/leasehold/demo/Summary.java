// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The numbers that were counted.
 *
 * @param counts rotations and roles
 * @param served queries served
 * @param failures queries that failed
 * @param events the events of the credentials meanwhile
 */
record Summary(Counts counts, long served, List<Failure> failures, Events events) {

  Summary {
    failures = List.copyOf(failures);
  }

  /** Whether everything was as promised. */
  boolean held() {
    TakeOver takeOver = events.takeOver();
    return counts.rotations() >= counts.wanted()
        && unexplained().isEmpty()
        && counts.left() == 0
        && (takeOver == null || takeOver.rolesMade() == 0);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("rotations", counts.rotations(), "planned, under load"));
    lines.add(line("queries served", served, ""));
    Revocation revocation = events.revocation();
    if (revocation == null) {
      lines.add(line("queries failed", unexplained().size(), ""));
    } else {
      lines.add(line("queries failed", unexplained().size(), "but for the revocation"));
      lines.add(line("failed by the revocation", events.cost().size(), cost(revocation)));
    }
    TakeOver takeOver = events.takeOver();
    if (takeOver != null) {
      lines.add(line("roles made", takeOver.rolesMade(), "when the sidecar was killed"));
    }
    Outage outage = events.outage();
    if (outage != null) {
      String away = "in the " + outage.length().toSeconds() + " s that Vault was away";
      lines.add(line("served without Vault", outage.served(), away));
    }
    lines.add(line("roles at once", counts.atOnce(), "at most"));
    lines.add(line("roles left", counts.left(), "after the application has ended"));
    unexplained().stream().limit(5).forEach(failure -> lines.add("  not explained: " + failure));
    lines.add(held() ? "All of it held." : "NOT all of it held.");
    return lines;
  }

  /** Failures that the revocation does not account for. */
  private List<Failure> unexplained() {
    return failures.stream().filter(failure -> !events.cost().contains(failure)).toList();
  }

  private static String cost(Revocation revocation) {
    return revocation.cost().isEmpty()
        ? "it met no query"
        : "their sessions were ended under them; the last one "
            + revocation.recovery().toMillis()
            + " ms after it";
  }

  private static String line(String what, long count, String remark) {
    return String.format(Locale.ROOT, "  %-24s %,8d  %s", what, count, remark).stripTrailing();
  }
}
