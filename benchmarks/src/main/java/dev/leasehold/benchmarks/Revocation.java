package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Requests;
import java.util.List;

/** How long the first connection takes after an operator has revoked the lease in use. */
final class Revocation implements Benchmark {

  private static final double GOAL_MILLIS = 200;

  @Override
  public String name() {
    return "revocation";
  }

  @Override
  public String what() {
    return "from the first refused connect after a revocation to a connection that works";
  }

  @Override
  public void run(Section section, boolean quick) {
    Samples healthy = new Samples();
    Samples revoked = new Samples();
    try (Bed bed = Bed.start()) {
      String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
      List<String> jars = List.of("postgresql");
      try (Subject subject = Jvm.withLeasehold(bed).start(jars, Requests.class, login)) {
        String role = answer(subject)[1];
        for (int i = 0; i < (quick ? 3 : 31); i++) {
          healthy.add(millis(answer(subject)));
          bed.revokeAll();
          String[] after = answer(subject);
          if (after[1].equals(role)) {
            throw new IllegalStateException("role " + role + " was revoked and still works");
          }
          role = after[1];
          revoked.add(millis(after));
        }
      }
    }
    section.add(
        Figure.under(
            GOAL_MILLIS,
            revoked.median(),
            "ms",
            "revocation: the first refused connect to its first answer, the refresh inside",
            revoked.text(0, "ms") + "; at most " + Math.round(revoked.quantile(1)) + " ms"));
    section.add(
        Figure.of("the same connect and query at other times", "", healthy.text(0, "ms"), ""));
  }

  private static String[] answer(Subject subject) {
    return subject.ask("query").split(" ", -1);
  }

  private static double millis(String[] answer) {
    return Double.parseDouble(answer[0]) / 1e6;
  }
}
