// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was counted.
 *
 * @param counts rotations and roles
 * @param served queries served
 * @param failures queries that failed
 * @param revocation what the revocation cost
 * @param outage what came of the outage; null where there was none
 */
record Summary(
    Counts counts,
    long served,
    List<Failure> failures,
    Revocation revocation,
    @Nullable Outage outage) {

  Summary {
    failures = List.copyOf(failures);
  }

  /** Whether everything was as promised. */
  boolean held() {
    return counts.rotations() >= counts.wanted() && unexplained().isEmpty() && counts.left() == 0;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("rotations", counts.rotations(), "planned, under load"));
    lines.add(line("queries served", served, ""));
    lines.add(line("queries failed", unexplained().size(), "but for the revocation"));
    lines.add(line("failed by the revocation", revocation.cost().size(), cost()));
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
    return failures.stream().filter(failure -> !revocation.cost().contains(failure)).toList();
  }

  private String cost() {
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
