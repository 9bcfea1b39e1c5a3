// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Orders;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Requests;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent's memory at rest: in an application that does nothing, and in the Spring sample. */
final class Memory implements Benchmark {

  private static final double GOAL_MIB = 25;
  private static final int SETTLE_SECONDS = 3;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String what() {
    return "resident memory, heap, metaspace, classes at rest: an agent that does nothing, ours";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    int rounds = quick ? 1 : 5;
    try (Bed bed = Bed.start()) {
      Orders.prepare(bed);
      inSpring(section, bed, rounds);
      inAnIdleJvm(section, bed, rounds);
    }
  }

  private static void inSpring(Section section, Bed bed, int rounds)
      throws IOException, InterruptedException {
    Samples noOp = new Samples();
    Samples ours = new Samples();
    for (int i = 0; i < rounds; i++) {
      noOp.add(residentInSpring(Jvm.withNoOpAgent(), bed));
      ours.add(residentInSpring(Jvm.withLeasehold(bed), bed));
      Progress.say("spring-boot-orders, round %d of %d", i + 1, rounds);
    }
    addResident(section, noOp, ours, "resident memory at rest, `spring-boot-orders`");
  }

  private static double residentInSpring(Jvm jvm, Bed bed)
      throws IOException, InterruptedException {
    try (Orders orders = Orders.start(jvm, bed)) {
      orders.awaitFirstAnswer();
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      return Footprint.residentMib(orders.application().pid());
    }
  }

  private static void inAnIdleJvm(Section section, Bed bed, int rounds)
      throws IOException, InterruptedException {
    Side noOp = new Side();
    Side ours = new Side();
    for (int i = 0; i < rounds; i++) {
      noOp.measure(Jvm.withNoOpAgent(), bed);
      ours.measure(Jvm.withLeasehold(bed), bed);
      Progress.say("idle JVM, round %d of %d", i + 1, rounds);
    }
    addResident(section, noOp.resident, ours.resident, "the same, a JVM that opens one connection");
    add(section, "live heap there", noOp.heap, ours.heap, "MiB");
    add(section, "metaspace there", noOp.metaspace, ours.metaspace, "MiB");
    add(
        section,
        "committed memory of all kinds there (NMT)",
        noOp.committed,
        ours.committed,
        "MiB");
    add(section, "classes loaded there", noOp.classes, ours.classes, "classes");
  }

  private static void addResident(Section section, Samples noOp, Samples ours, String what) {
    Figure.Sides sides =
        new Figure.Sides("no-op agent: " + noOp.text(1, "MiB"), ours.text(1, "MiB"));
    section.add(Figure.atMost(GOAL_MIB, ours.median() - noOp.median(), "MiB", sides, what));
  }

  private static void add(Section section, String what, Samples noOp, Samples ours, String unit) {
    int decimals = unit.equals("MiB") ? 1 : 0;
    String compared = String.format("%+." + decimals + "f %s", ours.median() - noOp.median(), unit);
    section.add(Figure.of(what, noOp.text(decimals, unit), ours.text(decimals, unit), compared));
  }

  private static final class Side {

    private final Samples resident = new Samples();
    private final Samples heap = new Samples();
    private final Samples metaspace = new Samples();
    private final Samples committed = new Samples();
    private final Samples classes = new Samples();

    void measure(Jvm jvm, Bed bed) throws IOException, InterruptedException {
      try (Subject subject = rested(jvm, bed)) {
        long pid = subject.pid();
        resident.add(Footprint.residentMib(pid));
        classes.add(Footprint.classes(pid));
        Footprint.collect(pid);
        heap.add(Footprint.heapMib(pid));
        metaspace.add(Footprint.metaspaceMib(pid));
      }
      try (Subject subject = rested(jvm.with("-XX:NativeMemoryTracking=summary"), bed)) {
        committed.add(Footprint.nativeMib(subject.pid()));
      }
    }

    private static Subject rested(Jvm jvm, Bed bed) throws InterruptedException {
      String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
      Subject subject = jvm.start(List.of("postgresql"), Requests.class, login);
      subject.ask("query");
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      return subject;
    }
  }
}
