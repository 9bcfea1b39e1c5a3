// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Roles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The time from the publication of a generation, as the agent logs it to the millisecond. It ends
 * with the first connection that is open with it and has answered a query.
 */
final class Publication implements Benchmark {

  private static final double GOAL_MILLIS = 50;
  private static final List<String> JARS = List.of("postgresql", "HikariCP", "slf4j-api");

  @Override
  public String name() {
    return "publication";
  }

  @Override
  public String what() {
    return "publication of a generation to the first connection opened with it";
  }

  @Override
  public void run(Section section, boolean quick) {
    try (Bed bed = Bed.start()) {
      int rotations = quick ? 2 : 11;
      add(section, "plain JDBC", rotations(bed, "driver", rotations));
      add(section, "HikariCP", rotations(bed, "pool", rotations));
    }
  }

  private static void add(Section section, String how, Samples millis) {
    String what = "publication of a generation to its first connection's first answer, " + how;
    section.add(Figure.under(GOAL_MILLIS, millis.median(), "ms", what, millis.text(1, "ms")));
  }

  private static Samples rotations(Bed bed, String source, int rotations) {
    Jvm jvm = Jvm.withLeasehold(bed).set("LEASEHOLD_REHEARSE", "2s").set("LEASEHOLD_MARGIN", "1s");
    Samples millis = new Samples();
    String[] arguments = {source, bed.url(), Bed.USER, Bed.PASSWORD};
    try (Subject subject = jvm.start(JARS, Roles.class, arguments)) {
      subject.next();
      for (int i = 0; i < rotations; i++) {
        String[] seen = subject.next().split(" ", -1);
        Instant published = publication(subject, seen[1]);
        millis.add(Duration.between(published, Instant.parse(seen[0])).toNanos() / 1e6);
      }
    }
    return millis;
  }

  private static Instant publication(Subject subject, String role) {
    String line =
        subject
            .awaitLog(
                text -> AgentLog.published(text).filter(it -> it.role().equals(role)).isPresent())
            .text();
    return AgentLog.at(line);
  }
}
