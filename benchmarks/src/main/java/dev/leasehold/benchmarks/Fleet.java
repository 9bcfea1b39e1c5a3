// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Plot;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.lease.rotation.SimulatedFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** The later requests to Vault of a fleet that starts in one second, with jitter and without. */
final class Fleet implements Benchmark {

  private static final int PROCESSES = 1000;
  private static final int MOST = PROCESSES / 50;
  private static final Duration LENGTH = Duration.ofHours(50);
  private static final SimulatedFleet.Terms TERMS =
      new SimulatedFleet.Terms(Duration.ofHours(1), Duration.ofHours(24));

  /** After the first credentials: their requests come at once because all start at once. */
  private static final int STARTED = 60;

  @Override
  public String name() {
    return "fleet";
  }

  @Override
  public String what() {
    return "1,000 simulated processes started in one second: peak fetches from Vault a second";
  }

  @Override
  public void run(Section section, boolean quick) throws IOException {
    SimulatedFleet alike = SimulatedFleet.run(PROCESSES, false, TERMS, LENGTH);
    SimulatedFleet apart = SimulatedFleet.run(PROCESSES, true, TERMS, LENGTH);
    add(section, "peak credentials fetched a second", alike.fetches(), apart.fetches());
    add(section, "peak requests a second, renewals included", alike.requests(), apart.requests());
    new Plot(
            "Credentials fetched by 1,000 processes that started in the same second (TTL 1 h, at most"
                + " 24 h), after the first minute")
        .panel("without jitter: peak fetches a second", later(alike.fetches()))
        .panel("with jitter", later(apart.fetches()))
        .write(Path.of("docs", "fleet.svg"));
  }

  private static void add(Section section, String what, int[] without, int[] with) {
    int alike = peak(without);
    int apart = peak(with);
    section.add(
        new Figure(
            "fleet of 1,000, one second's start, " + what + " after the first minute (simulated)",
            "no jitter: " + alike,
            Integer.toString(apart),
            String.format("%.3f times", (double) apart / alike),
            "at most " + MOST + ", 2% of the fleet",
            apart <= MOST));
  }

  private static int peak(int[] seconds) {
    return Arrays.stream(later(seconds)).max().orElse(0);
  }

  /** Returns the same without the requests at the start, with jitter or without. */
  private static int[] later(int[] seconds) {
    int[] later = seconds.clone();
    Arrays.fill(later, 0, STARTED, 0);
    return later;
  }
}
