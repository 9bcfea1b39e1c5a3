// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The memory of the metrics: all ways together, and each alone. On both sides the application uses
 * JMX and has Micrometer, and JFR records, as none of these is Leasehold's.
 */
final class MetricsMemory implements Benchmark {

  private static final double GOAL_MIB = 4;
  private static final int ROUNDS = 9;
  private static final int PORT = 19404;
  private static final int SETTLE_SECONDS = 6;
  private static final String WHAT =
      "resident memory at rest after a scrape, a JVM with one connection, ";

  /** The ways by which the metrics leave the process. */
  private enum Way {
    HTTP("-Dleasehold.metrics.listen=" + PORT),
    JMX("-Dleasehold.metrics.jmx=on"),
    MICROMETER("-Dleasehold.metrics.micrometer=on"),
    JFR("-Dleasehold.metrics.jfr=on");

    private final String option;

    Way(String option) {
      this.option = option;
    }
  }

  @Override
  public String name() {
    return "metrics-memory";
  }

  @Override
  public String what() {
    return "resident memory: our agent without metrics; with HTTP, JMX, Micrometer, JFR, and each alone";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Map<Set<Way>, Memory> all = new LinkedHashMap<>();
    all.put(EnumSet.noneOf(Way.class), new Memory());
    all.put(EnumSet.allOf(Way.class), new Memory());
    for (Way each : Way.values()) {
      all.put(EnumSet.of(each), new Memory());
    }
    Memory withoutJmx = new Memory();
    try (Bed bed = Bed.start()) {
      for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
        for (Map.Entry<Set<Way>, Memory> each : all.entrySet()) {
          measure(each.getValue(), bed, each.getKey(), true);
          double resident = each.getValue().resident.median();
          Progress.say("round %d, %s: %.1f MiB", i + 1, each.getKey(), resident);
        }
        measure(withoutJmx, bed, EnumSet.noneOf(Way.class), false);
      }
    }
    report(section, all);
    section.add(
        row(
            "of it the JVM's own JMX, which the application uses",
            withoutJmx.resident,
            of(all).resident));
  }

  /** The memory of the JVMs of one side. */
  private static final class Memory {
    private final Samples resident = new Samples();
    private final Samples collected = new Samples();
    private final Samples heap = new Samples();
    private final Samples metaspace = new Samples();
  }

  private static Memory of(Map<Set<Way>, Memory> all, Way... ways) {
    Set<Way> which = EnumSet.noneOf(Way.class);
    which.addAll(List.of(ways));
    return all.getOrDefault(which, new Memory());
  }

  private static void report(Section section, Map<Set<Way>, Memory> all) {
    Memory without = of(all);
    Memory with = of(all, Way.values());
    section.add(goal(WHAT + "all metrics on", without.resident, with.resident));
    section.add(goal("the same after a collection of garbage", without.collected, with.collected));
    section.add(row("live heap there", without.heap, with.heap));
    section.add(row("metaspace there", without.metaspace, with.metaspace));
    for (Way each : Way.values()) {
      section.add(row(WHAT + each + " alone", without.resident, of(all, each).resident));
    }
  }

  private static Figure goal(String what, Samples without, Samples with) {
    return Figure.atMost(
        GOAL_MIB,
        with.median() - without.median(),
        "MiB",
        new Figure.Sides("no metrics: " + without.text(1, "MiB"), with.text(1, "MiB")),
        what);
  }

  private static Figure row(String what, Samples without, Samples with) {
    String difference = String.format("%+.1f MiB", with.median() - without.median());
    return Figure.of(what, without.text(1, "MiB"), with.text(1, "MiB"), difference);
  }

  private static void measure(Memory memory, Bed bed, Set<Way> ways, boolean hasJmx)
      throws Exception {
    Jvm jvm = Jvm.withLeasehold(bed).with(Metrics.RECORDING, Metrics.SILENT, Metrics.NO_EVENTS);
    for (Way each : ways) {
      jvm = jvm.with(each.option);
    }
    String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
    try (Subject subject =
        jvm.start(List.of("postgresql", "micrometer-core"), Requests.class, login)) {
      subject.ask("meter");
      if (hasJmx) {
        subject.ask("manage");
      }
      subject.ask("query");
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      require(subject.ask("meter"), ways.contains(Way.MICROMETER), "meters");
      if (hasJmx) {
        require(subject.ask("manage"), ways.contains(Way.JMX), "MBeans");
      }
      if (ways.contains(Way.HTTP)) {
        scrape();
      }
      TimeUnit.SECONDS.sleep(1);
      memory.resident.add(Footprint.residentMib(subject.pid()));
      Footprint.collect(subject.pid());
      TimeUnit.SECONDS.sleep(1);
      memory.collected.add(Footprint.residentMib(subject.pid()));
      memory.heap.add(Footprint.heapMib(subject.pid()));
      memory.metaspace.add(Footprint.metaspaceMib(subject.pid()));
    }
  }

  private static void require(String number, boolean isExpected, String what) {
    boolean isThere = Integer.parseInt(number.strip()) > 0;
    if (isThere != isExpected) {
      throw new IllegalStateException("the agent has " + number + " " + what);
    }
  }

  private static void scrape() throws IOException {
    URI page = URI.create("http://127.0.0.1:" + PORT + "/metrics");
    try (InputStream in = page.toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.contains("leasehold_connections_opened_total")) {
        throw new IllegalStateException(text);
      }
    }
  }
}
