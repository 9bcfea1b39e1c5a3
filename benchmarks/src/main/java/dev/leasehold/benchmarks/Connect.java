// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.jmh.ConnectBenchmark;
import dev.leasehold.benchmarks.jmh.Rounds;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Requests;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What the agent adds to opening a connection: to a real one, which takes milliseconds and varies
 * by more than the goal, and to one that does nothing, where it is all there is to see. Passwords
 * are left out: SCRAM takes as long again, the same on both sides.
 */
final class Connect implements Benchmark {

  private static final double GOAL_MICROS = 20;

  /**
   * Connects until HotSpot's last compiler has been to what is called once for each: from {@code
   * Tier4InvocationThreshold} on, 5,000 calls of the code before, which looks at its counters every
   * 1,024 calls ({@code Tier3InvokeNotifyFreqLog}) and may itself have come late. From 6,000 to
   * 10,000 calls its thread still took 0.3 ms of processor time for each connect (schedstat(5)).
   */
  private static final int WARM_UP = 16_000;

  private static final int BLOCKS = 80;
  private static final int BLOCK = 50;
  private static final int ROUNDS = 6;
  private static final List<String> JARS = List.of("postgresql");

  /** The kernel's work on a page of the heap that is used for the first time is none of ours. */
  private static final String TOUCHED = "-XX:+AlwaysPreTouch";

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
      bed.servers().postgres().trustLogins();
      real(section, bed, quick);
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

  private static void real(Section section, Bed bed, boolean quick) {
    Samples without = new Samples();
    Samples with = new Samples();
    Samples differences = new Samples();
    String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
    int rounds = quick ? 1 : ROUNDS;
    for (int round = 1; round <= rounds; round++) {
      try (Subject plain = Jvm.plain().with(TOUCHED).start(JARS, Requests.class, login);
          Subject ours = Jvm.withLeasehold(bed).with(TOUCHED).start(JARS, Requests.class, login)) {
        List<Subject> turns = List.of(plain, ours);
        connect(turns, quick ? 1 : WARM_UP / BLOCK);
        List<Samples> micros = connect(turns, quick ? 1 : BLOCKS);
        without.addAll(micros.get(0));
        with.addAll(micros.get(1));
        double difference = micros.get(1).median() - micros.get(0).median();
        differences.add(difference);
        Progress.say("connect, round %d of %d: %+.1f µs", round, rounds, difference);
      }
    }
    String what =
        String.format(
            "physical connect to PostgreSQL, no passwords, %d connects in %d rounds of fresh JVMs;"
                + " quartiles of the rounds %+.1f and %+.1f µs",
            without.size(), rounds, differences.quantile(0.25), differences.quantile(0.75));
    Figure.Sides sides = Figure.Sides.of(without, with, 0, "µs");
    section.add(Figure.atMost(GOAL_MICROS, differences.median(), "µs", sides, what));
  }

  /** Lets the JVMs connect by turns; returns what each connect took, for each JVM. */
  private static List<Samples> connect(List<Subject> turns, int blocks) {
    List<Samples> micros = turns.stream().map(each -> new Samples()).toList();
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < turns.size(); i++) {
        for (String nanos : turns.get(i).ask("connect " + BLOCK).split(" ", -1)) {
          micros.get(i).add(Double.parseDouble(nanos) / 1000);
        }
      }
    }
    return micros;
  }

  /** One JVM, no passwords: little is left that varies from one connect to the next. */
  private static void inTurns(Section section, Bed bed, boolean quick) {
    Samples unmatched = new Samples();
    Samples matched = new Samples();
    String[] login = {bed.url(), Bed.OTHER, Bed.PASSWORD, Bed.USER};
    Jvm jvm = Jvm.withLeasehold(bed).set("LEASEHOLD_USER", Bed.USER);
    try (Subject subject = jvm.start(JARS, Requests.class, login)) {
      subject.ask("both " + (quick ? 10 : WARM_UP));
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
}
