// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.PoolClients;
import dev.leasehold.benchmarks.subject.Requests;
import java.util.List;

/** An application's failures when an operator revokes the lease in use. */
final class Revocation implements Benchmark {

  private static final List<String> JARS = List.of("postgresql", "HikariCP", "slf4j-api");

  private static final double GOAL_MILLIS = 200;
  private static final int[] POOL_SIZES = {10, 100};

  /** Revocations in one process: fewer than the fetches that rejections may cause in a minute. */
  private static final int A_PROCESS = 8;

  @Override
  public String name() {
    return "revocation";
  }

  @Override
  public String what() {
    return "from a revocation to the first connection, and to a pool that serves again";
  }

  @Override
  public void run(Section section, boolean quick) {
    runWithoutPool(section, quick);
    for (int size : POOL_SIZES) {
      runOnPool(section, size, quick ? 1 : 2);
    }
  }

  private static void runOnPool(Section section, int size, int processes) {
    Samples failed = new Samples();
    Samples executing = new Samples();
    Samples beyond = new Samples();
    Samples failing = new Samples();
    Samples served = new Samples();
    try (Bed bed = Bed.withConnections(3 * size + 20)) {
      String[] arguments = {bed.url(), Bed.USER, Bed.PASSWORD, Integer.toString(size)};
      for (int process = 0; process < processes; process++) {
        try (Subject clients = Jvm.withLeasehold(bed).start(JARS, PoolClients.class, arguments)) {
          revoke(bed, clients, failed, executing, beyond, failing, served);
        }
      }
    }
    String pool = "revocation under a pool (HikariCP) of " + size + " connections: ";
    String last = pool + "from the first failure to the last";
    section.add(
        new Figure(
            pool + "statements that failed",
            "executing then: " + executing.text(0, "statements"),
            atMost(failed, "statements"),
            "",
            "no more than were executing",
            beyond.median() <= 0));
    section.add(
        Figure.under(
            GOAL_MILLIS,
            served.median(),
            "ms",
            pool + "from the first failure until each of 8 clients has a connection that serves",
            atMost(served, "ms")));
    section.add(Figure.of(last, "", failing.text(0, "ms"), ""));
  }

  /** Takes the clients' counts of each revocation, in the order of their report. */
  private static void revoke(Bed bed, Subject clients, Samples... counted) {
    for (int i = 0; i < A_PROCESS; i++) {
      clients.ask("mark");
      bed.revokeAll();
      String[] report = clients.ask("report").split(" ", -1);
      double failed = Double.parseDouble(report[0]);
      double executing = Double.parseDouble(report[1]);
      counted[0].add(failed);
      counted[1].add(executing);
      counted[2].add(failed - executing);
      counted[3].add(Double.parseDouble(report[2]) / 1e6);
      counted[4].add(Double.parseDouble(report[3]) / 1e6);
    }
  }

  private static String atMost(Samples samples, String unit) {
    return samples.text(0, unit) + "; at most " + Math.round(samples.quantile(1)) + ' ' + unit;
  }

  private static void runWithoutPool(Section section, boolean quick) {
    Samples healthy = new Samples();
    Samples revoked = new Samples();
    try (Bed bed = Bed.start()) {
      String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
      List<String> jars = List.of("postgresql");
      for (int process = 0; process < (quick ? 1 : 4); process++) {
        try (Subject subject = Jvm.withLeasehold(bed).start(jars, Requests.class, login)) {
          runWithoutPool(bed, subject, healthy, revoked);
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

  private static void runWithoutPool(Bed bed, Subject subject, Samples healthy, Samples revoked) {
    String role = answer(subject)[1];
    for (int i = 0; i < A_PROCESS; i++) {
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

  private static String[] answer(Subject subject) {
    return subject.ask("query").split(" ", -1);
  }

  private static double millis(String[] answer) {
    return Double.parseDouble(answer[0]) / 1e6;
  }
}
