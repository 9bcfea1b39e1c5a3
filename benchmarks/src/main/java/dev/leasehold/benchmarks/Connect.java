package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.jmh.ConnectBenchmark;
import dev.leasehold.benchmarks.jmh.Rounds;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Requests;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What the agent adds to opening a connection: to a real one, which takes milliseconds and varies
 * by more than the goal, and to one that does nothing, where it is all there is to see.
 */
final class Connect implements Benchmark {

  private static final double GOAL_MICROS = 20;
  private static final int BLOCK = 5;
  private static final List<String> JARS = List.of("postgresql");

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public String what() {
    return "opening a physical connection: no agent, ours; and the hook alone (JMH)";
  }

  @Override
  public void run(Section section, boolean quick) throws RunnerException {
    try (Bed bed = Bed.start()) {
      real(section, bed, quick, Connect::withPasswords);
      bed.servers().postgres().trustLogins();
      real(section, bed, quick, Connect::withoutPasswords);
      inTurns(section, bed, quick);
      Rounds hook = new Rounds(ConnectBenchmark.class, "connect", List.of(), bed.agentOptions());
      Rounds.Result nanos = hook.run(quick);
      Samples without = nanos.without();
      Samples with = nanos.with();
      double micros = (with.median() - without.median()) / 1000;
      String what = "the hook alone: a driver that connects to nothing (JMH)";
      Figure.Sides sides = Figure.Sides.of(without, with, 0, "ns");
      section.add(Figure.atMost(GOAL_MICROS, micros, "µs", sides, what));
    }
  }

  private static Figure withPasswords(Samples without, Samples with) {
    String compared = String.format("%+.0f µs", with.median() - without.median());
    String what = "physical connect to PostgreSQL, SCRAM, " + without.size() + " on each side";
    return Figure.of(what, without.text(0, "µs"), with.text(0, "µs"), compared);
  }

  private static Figure withoutPasswords(Samples without, Samples with) {
    Figure.Sides sides = Figure.Sides.of(without, with, 0, "µs");
    String what = "the same without passwords, " + without.size() + " on each side";
    return Figure.atMost(GOAL_MICROS, with.median() - without.median(), "µs", sides, what);
  }

  private static void real(
      Section section, Bed bed, boolean quick, BiFunction<Samples, Samples, Figure> figure) {
    Samples without = new Samples();
    Samples with = new Samples();
    String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
    try (Subject plain = Jvm.plain().start(JARS, Requests.class, login);
        Subject ours = Jvm.withLeasehold(bed).start(JARS, Requests.class, login)) {
      int warmUp = quick ? 10 : 500;
      plain.ask("connect " + warmUp);
      ours.ask("connect " + warmUp);
      for (int block = 0; block < (quick ? 2 : 400); block++) {
        add(plain, without);
        add(ours, with);
      }
    }
    section.add(figure.apply(without, with));
  }

  /** One JVM, no passwords: little is left that varies from one connect to the next. */
  private static void inTurns(Section section, Bed bed, boolean quick) {
    Samples unmatched = new Samples();
    Samples matched = new Samples();
    String[] login = {bed.url(), Bed.OTHER, Bed.PASSWORD, Bed.USER};
    Jvm jvm = Jvm.withLeasehold(bed).set("LEASEHOLD_USER", Bed.USER);
    try (Subject subject = jvm.start(JARS, Requests.class, login)) {
      subject.ask("both " + (quick ? 10 : 2000));
      for (int block = 0; block < (quick ? 2 : 50); block++) {
        String[] nanos = subject.ask("both 100").split(" ", -1);
        for (int i = 0; i < nanos.length; i += 2) {
          unmatched.add(Double.parseDouble(nanos[i]) / 1000);
          matched.add(Double.parseDouble(nanos[i + 1]) / 1000);
        }
      }
    }
    Figure.Sides sides =
        new Figure.Sides(
            "no binding: " + unmatched.text(0, "µs"), "from Vault: " + matched.text(0, "µs"));
    double difference = matched.median() - unmatched.median();
    String what = "the same in turns in one JVM with the agent, " + matched.size() + " each";
    section.add(Figure.atMost(GOAL_MICROS, difference, "µs", sides, what));
  }

  private static void add(Subject subject, Samples micros) {
    Arrays.stream(subject.ask("connect " + BLOCK).split(" ", -1))
        .forEach(nanos -> micros.add(Double.parseDouble(nanos) / 1000));
  }
}
