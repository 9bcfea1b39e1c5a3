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
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the agent takes at rest, in an application that has opened one connection. */
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
    Side noOp = new Side();
    Side ours = new Side();
    try (Bed bed = Bed.start()) {
      int rounds = quick ? 1 : 5;
      for (int i = 0; i < rounds; i++) {
        noOp.measure(Jvm.withNoOpAgent(), bed);
        ours.measure(Jvm.withLeasehold(bed), bed);
        Progress.say("round %d of %d", i + 1, rounds);
      }
    }
    Figure.Sides sides =
        new Figure.Sides(
            "no-op agent: " + noOp.resident.text(1, "MiB"), ours.resident.text(1, "MiB"));
    double difference = ours.resident.median() - noOp.resident.median();
    section.add(
        Figure.atMost(
            GOAL_MIB, difference, "MiB", sides, "resident memory at rest, after one connection"));
    add(section, "live heap", noOp.heap, ours.heap, "MiB");
    add(section, "metaspace", noOp.metaspace, ours.metaspace, "MiB");
    add(section, "committed memory of all kinds (NMT)", noOp.committed, ours.committed, "MiB");
    add(section, "classes loaded", noOp.classes, ours.classes, "classes");
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
