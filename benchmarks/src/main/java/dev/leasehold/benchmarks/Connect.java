// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.LoopbackServer;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.jmh.ConnectBenchmark;
import dev.leasehold.benchmarks.jmh.Rounds;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Requests;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The time that the agent adds to opening a connection. One server is real: there a connect takes
 * milliseconds and varies by more than the goal. Another server answers at once, and a driver
 * connects to nothing. Passwords are left out: SCRAM takes as long again, the same on both sides.
 */
final class Connect implements Benchmark {

  private static final double GOAL_MICROS = 20;

  /**
   * Connects until HotSpot's last compiler has compiled the methods that each connect calls once.
   * It comes from {@code Tier4InvocationThreshold} on: 5,000 calls of the code of the compiler
   * before. That code looks at its counters every 1,024 calls ({@code Tier3InvokeNotifyFreqLog})
   * and may itself have come late. From 6,000 to 10,000 calls its thread still took 0.3 ms of
   * processor time for each connect (schedstat(5)).
   */
  private static final int WARM_UP = 16_000;

  private static final int BLOCKS = 80;
  private static final int BLOCK = 50;

  /** As many as a confidence interval takes: JVMs differ by more than their connects do. */
  private static final int REAL_ROUNDS = 6;

  private static final int ROUNDS = 12;
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
    try (Bed bed = Bed.start();
        LoopbackServer matched = LoopbackServer.start();
        LoopbackServer unmatched = LoopbackServer.start()) {
      bed.servers().postgres().trustLogins();
      Jvm ours = Jvm.withLeasehold(bed);
      freshJvms(section, ours, bed.url(), "PostgreSQL, no passwords", rounds(REAL_ROUNDS, quick));
      Jvm there = ours.set("LEASEHOLD_URL", matched.pattern());
      String instant = "a server that answers at once";
      freshJvms(section, there, matched.url(), instant, rounds(ROUNDS, quick));
      inTurns(section, there, unmatched.url(), matched.url(), quick);
      hook(section, bed, quick);
    }
  }

  private record Repetition(int number, int warmUp, int blocks) {}

  private static Repetition rounds(int number, boolean quick) {
    return quick
        ? new Repetition(REAL_ROUNDS, 1, 1)
        : new Repetition(number, WARM_UP / BLOCK, BLOCKS);
  }

  /** Two JVMs that take turns, one JVM with the agent; new JVMs in each round. */
  private static void freshJvms(
      Section section, Jvm agent, String url, String server, Repetition rounds) {
    ConnectTimes without = new ConnectTimes();
    ConnectTimes with = new ConnectTimes();
    ConnectTimes differences = new ConnectTimes();
    String[] login = {url, Bed.USER, Bed.PASSWORD};
    for (int round = 1; round <= rounds.number(); round++) {
      try (Subject plain = Jvm.plain().with(TOUCHED).start(JARS, Requests.class, login);
          Subject ours = agent.with(TOUCHED).start(JARS, Requests.class, login)) {
        List<Subject> turns = List.of(plain, ours);
        connect(turns, rounds.warmUp());
        List<ConnectTimes> micros = connect(turns, rounds.blocks());
        without.addAll(micros.get(0));
        with.addAll(micros.get(1));
        double taken = micros.get(1).taken().median() - micros.get(0).taken().median();
        double worked = micros.get(1).worked().median() - micros.get(0).worked().median();
        differences.add(taken, worked);
        Progress.say(
            "connect to %s, round %d of %d: %+.1f µs, processor %+.1f µs",
            server, round, rounds.number(), taken, worked);
      }
    }
    String what =
        String.format(
            "physical connect to %s, %d connects in %d rounds of fresh JVMs",
            server, without.taken().size(), rounds.number());
    add(section, differences, without, with, what);
  }

  private static void add(
      Section section,
      ConnectTimes differences,
      ConnectTimes without,
      ConnectTimes with,
      String what) {
    section.add(row(differences.taken(), without.taken(), with.taken(), what));
    section.add(
        row(
            differences.worked(),
            without.worked(),
            with.worked(),
            "of it processor time of the thread that connects"));
  }

  private static Figure row(Samples differences, Samples without, Samples with, String what) {
    Figure.Sides sides = Figure.Sides.of(without, with, 0, "µs");
    return Figure.atMost(GOAL_MICROS, differences, "µs", sides, what);
  }

  /** Lets the JVMs connect by turns; returns the times of each connect, for each JVM. */
  private static List<ConnectTimes> connect(List<Subject> turns, int blocks) {
    List<ConnectTimes> micros = turns.stream().map(each -> new ConnectTimes()).toList();
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < turns.size(); i++) {
        double[] read = micros(turns.get(i).ask("connect " + BLOCK));
        for (int at = 0; at < read.length; at += 2) {
          micros.get(i).add(read[at], read[at + 1]);
        }
      }
    }
    return micros;
  }

  private static double[] micros(String nanos) {
    return Stream.of(nanos.split(" ", -1))
        .mapToDouble(each -> Long.parseLong(each) / 1e3)
        .toArray();
  }

  /**
   * One JVM with the agent that connects to two servers by turns, of which one server is a
   * binding's.
   */
  private static void inTurns(
      Section section, Jvm agent, String unmatchedUrl, String matchedUrl, boolean quick) {
    ConnectTimes unmatched = new ConnectTimes();
    ConnectTimes matched = new ConnectTimes();
    ConnectTimes differences = new ConnectTimes();
    String[] login = {unmatchedUrl, Bed.USER, Bed.PASSWORD, matchedUrl};
    try (Subject subject = agent.with(TOUCHED).start(JARS, Requests.class, login)) {
      subject.ask("both " + (quick ? 10 : WARM_UP));
      for (int block = 0; block < (quick ? 2 : 200); block++) {
        double[] read = micros(subject.ask("both 100"));
        for (int at = 0; at < read.length; at += 4) {
          unmatched.add(read[at], read[at + 1]);
          matched.add(read[at + 2], read[at + 3]);
          differences.add(read[at + 2] - read[at], read[at + 3] - read[at + 1]);
        }
      }
    }
    String what =
        String.format(
            "the same in %d pairs in one JVM with the agent: a server of no binding, and a"
                + " binding's",
            matched.taken().size());
    add(section, differences, unmatched, matched, what);
  }

  private static void hook(Section section, Bed bed, boolean quick) throws RunnerException {
    Rounds hook = new Rounds(ConnectBenchmark.class, "connect", List.of(), bed.agentOptions());
    Rounds.Result nanos = hook.run(quick);
    Samples without = nanos.without();
    Samples with = nanos.with();
    double micros = (with.median() - without.median()) / 1000;
    String what = "the hook alone: a driver with pgjdbc's parser that connects to nothing (JMH)";
    Figure.Sides sides = Figure.Sides.of(without, with, 0, "ns");
    section.add(Figure.atMost(GOAL_MICROS, micros, "µs", sides, what));
  }
}
