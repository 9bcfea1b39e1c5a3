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
 * The memory of the metrics: all ways together, and each alone. On both sides the application has
 * meters of its own that are scraped, an MBean server that is read, and a recording of JFR.
 */
final class MetricsMemory implements Benchmark {

  private static final double GOAL_MIB = 4;
  private static final int ROUNDS = 9;
  private static final int PORT = 19404;
  private static final int APPLICATION_PORT = 19405;
  private static final int SETTLE_SECONDS = 6;
  private static final String WHAT = "resident memory at rest after a scrape, ";

  private static final List<String> JARS =
      List.of(
          "postgresql",
          "micrometer-core",
          "micrometer-commons",
          "micrometer-observation",
          "micrometer-registry-prometheus",
          "HdrHistogram",
          "prometheus-metrics-core",
          "prometheus-metrics-model",
          "prometheus-metrics-config",
          "prometheus-metrics-tracer-common",
          "prometheus-metrics-exposition-formats",
          "prometheus-metrics-exposition-textformats");

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

  /** The application's own use of the ways, and the heap that it runs with. */
  private enum Application {
    /** Its meters are scraped and its MBeans are read, in a heap for a small container. */
    OBSERVED(
        "an application that Prometheus scrapes, ",
        "scrape " + APPLICATION_PORT,
        "beans",
        "-XX:+UseSerialGC",
        "-Xms128m",
        "-Xmx128m"),

    /** It has a registry without a meter, and an MBean server; the JVM has default options. */
    UNOBSERVED("an application without meters, default options, ", "meter", "manage");

    private final String text;
    private final String meters;
    private final String beans;
    private final String[] options;

    Application(String text, String meters, String beans, String... options) {
      this.text = text;
      this.meters = meters;
      this.beans = beans;
      this.options = options;
    }
  }

  private static final Set<Way> NONE = EnumSet.noneOf(Way.class);
  private static final Set<Way> ALL = EnumSet.allOf(Way.class);

  /** A measured configuration. */
  private record Side(Application application, Set<Way> ways) {}

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
    Map<Side, Memory> all = new LinkedHashMap<>();
    for (Application each : Application.values()) {
      all.put(new Side(each, NONE), new Memory());
      all.put(new Side(each, ALL), new Memory());
    }
    for (Way each : Way.values()) {
      all.put(new Side(Application.OBSERVED, EnumSet.of(each)), new Memory());
    }
    try (Bed bed = Bed.start()) {
      for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
        for (Map.Entry<Side, Memory> each : all.entrySet()) {
          measure(each.getValue(), bed, each.getKey());
          double resident = each.getValue().resident.median();
          Progress.say("round %d, %s: %.1f MiB", i + 1, each.getKey(), resident);
        }
      }
    }
    for (Application each : Application.values()) {
      report(section, each, of(all, each, NONE), of(all, each, ALL));
    }
    Memory without = of(all, Application.OBSERVED, NONE);
    for (Way each : Way.values()) {
      Memory with = of(all, Application.OBSERVED, EnumSet.of(each));
      section.add(
          row(WHAT + Application.OBSERVED.text + each + " alone", without.resident, with.resident));
    }
  }

  private static Memory of(Map<Side, Memory> all, Application application, Set<Way> ways) {
    return all.getOrDefault(new Side(application, ways), new Memory());
  }

  /** The memory of the JVMs of one side. */
  private static final class Memory {
    private final Samples resident = new Samples();
    private final Samples collected = new Samples();
    private final Samples heap = new Samples();
    private final Samples metaspace = new Samples();
  }

  private static void report(Section section, Application each, Memory without, Memory with) {
    section.add(goal(WHAT + each.text + "all metrics on", without.resident, with.resident));
    section.add(
        goal("the same without garbage and freed memory", without.collected, with.collected));
    section.add(row("live heap there", without.heap, with.heap));
    section.add(row("metaspace there", without.metaspace, with.metaspace));
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

  private static void measure(Memory memory, Bed bed, Side side) throws Exception {
    Jvm jvm = Jvm.withLeasehold(bed).with(Metrics.RECORDING, Metrics.SILENT, Metrics.NO_EVENTS);
    jvm = jvm.with(side.application.options);
    for (Way each : side.ways) {
      jvm = jvm.with(each.option);
    }
    String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
    try (Subject subject = jvm.start(JARS, Requests.class, login)) {
      subject.ask(side.application.meters);
      subject.ask(side.application.beans);
      subject.ask("query");
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      require(subject.ask(side.application.meters), side.ways.contains(Way.MICROMETER), "meters");
      require(subject.ask(side.application.beans), side.ways.contains(Way.JMX), "MBeans");
      if (side.application == Application.OBSERVED) {
        scrape(APPLICATION_PORT, "/prometheus", "jvm_memory_used_bytes");
      }
      if (side.ways.contains(Way.HTTP)) {
        scrape(PORT, "/metrics", "leasehold_connections_opened_total");
      }
      TimeUnit.SECONDS.sleep(1);
      memory.resident.add(Footprint.residentMib(subject.pid()));
      Footprint.collect(subject.pid());
      Footprint.trim(subject.pid());
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

  private static void scrape(int port, String path, String metric) throws IOException {
    URI page = URI.create("http://127.0.0.1:" + port + path);
    try (InputStream in = page.toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.contains(metric)) {
        throw new IllegalStateException(text);
      }
    }
  }
}
