// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.LoadedDriver;
import dev.leasehold.benchmarks.subject.VaultClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How long it takes from a fresh JVM to a credential, over TLS: the client alone, and the agent.
 */
final class FirstCredential implements Benchmark {

  private static final double GOAL_MILLIS = 200;

  @Override
  public String name() {
    return "first-credential";
  }

  @Override
  public String what() {
    return "log in to Vault and take out the first lease in a fresh JVM";
  }

  @Override
  public void run(Section section, boolean quick) throws IOException {
    Times times = new Times();
    try (Bed bed = Bed.start()) {
      for (int i = 0; i < (quick ? 2 : 11); i++) {
        times.measure(bed);
      }
    }
    times.addTo(section);
  }

  /** The measurements so far: milliseconds, and classes. */
  private static final class Times {

    private final Samples client = new Samples();
    private final Samples classes = new Samples();
    private final Samples warm = new Samples();
    private final Samples atOnce = new Samples();
    private final Samples atRest = new Samples();

    void measure(Bed bed) throws IOException {
      Jvm plain = Jvm.plain();
      for (Map.Entry<String, String> setting : bed.environment().entrySet()) {
        plain = plain.set(setting.getKey(), setting.getValue());
      }
      String[] answer = client(plain).split(" ", -1);
      warm.add(Double.parseDouble(client(plain.set(VaultClient.WARM, "true")).split(" ", -1)[0]));
      client.add(Double.parseDouble(answer[0]));
      classes.add(Double.parseDouble(answer[1]));
      atOnce.add(agent(bed, false).fromStart());
      atRest.add(agent(bed, true).fromDriver());
    }

    void addTo(Section section) {
      section.add(
          Figure.of(
              "our Vault client in a fresh JVM, login and read over TLS",
              "",
              client.text(0, "ms"),
              String.format("%.0f classes", classes.median())));
      section.add(
          Figure.under(
              GOAL_MILLIS,
              warm.median(),
              "ms",
              "the same once the client is warm, as it is when a driver's class is loaded",
              warm.text(0, "ms")));
      section.add(
          Figure.of(
              "start of the JVM to the first credential, where the application loads its driver at"
                  + " once",
              "",
              atOnce.text(0, "ms"),
              ""));
      section.add(
          Figure.under(
              GOAL_MILLIS,
              atRest.median(),
              "ms",
              "the driver's class to the first credential, in a JVM that has come to rest",
              atRest.text(0, "ms")));
    }
  }

  private static String client(Jvm jvm) {
    List<String> jars = List.of("leasehold-vault", "leasehold-lease", "jackson-core", "httpcore5");
    try (Subject subject = jvm.start(jars, VaultClient.class)) {
      return subject.next();
    }
  }

  private static Arrival agent(Bed bed, boolean atRest) throws IOException {
    try (Subject subject =
        Jvm.withLeasehold(bed).start(List.of("postgresql"), LoadedDriver.class)) {
      if (atRest) {
        Footprint.awaitRest(subject.pid());
      }
      subject.tell("");
      long driver = subject.awaitOutput(LoadedDriver.LOADING::equals).at();
      long credential = subject.awaitLog(line -> line.contains("generation 1 is current")).at();
      return new Arrival((credential - subject.started()) / 1e6, (credential - driver) / 1e6);
    }
  }

  /**
   * Milliseconds to the first credential, from the start of the JVM and from the driver's class.
   */
  private record Arrival(double fromStart, double fromDriver) {}
}
