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
import java.util.List;
import java.util.Map;

/**
 * How long it takes from a fresh JVM to a credential, over TLS: the client alone, and the agent.
 */
final class FirstCredential implements Benchmark {

  @Override
  public String name() {
    return "first-credential";
  }

  @Override
  public String what() {
    return "log in to Vault and take out the first lease in a fresh JVM";
  }

  @Override
  public void run(Section section, boolean quick) {
    Samples client = new Samples();
    Samples classes = new Samples();
    Samples warm = new Samples();
    Samples agent = new Samples();
    try (Bed bed = Bed.start()) {
      Jvm plain = Jvm.plain();
      for (Map.Entry<String, String> setting : bed.environment().entrySet()) {
        plain = plain.set(setting.getKey(), setting.getValue());
      }
      for (int i = 0; i < (quick ? 2 : 11); i++) {
        String[] answer = client(plain).split(" ", -1);
        warm.add(Double.parseDouble(client(plain.set(VaultClient.WARM, "true")).split(" ", -1)[0]));
        client.add(Double.parseDouble(answer[0]));
        classes.add(Double.parseDouble(answer[1]));
        agent.add(agent(bed));
      }
    }
    section.add(
        Figure.of(
            "our Vault client in a fresh JVM, login and read over TLS",
            "",
            client.text(0, "ms"),
            String.format("%.0f classes", classes.median())));
    section.add(
        Figure.under(
            200,
            warm.median(),
            "ms",
            "the same once the client is warm, as it is when a driver's class is loaded",
            warm.text(0, "ms")));
    section.add(
        Figure.of(
            "start of the JVM to the first credential, where the application loads its driver at once",
            "",
            agent.text(0, "ms"),
            ""));
  }

  private static String client(Jvm jvm) {
    List<String> jars = List.of("leasehold-vault", "leasehold-lease", "jackson-core", "httpcore5");
    try (Subject subject = jvm.start(jars, VaultClient.class)) {
      return subject.next();
    }
  }

  private static double agent(Bed bed) {
    try (Subject subject =
        Jvm.withLeasehold(bed).start(List.of("postgresql"), LoadedDriver.class)) {
      Subject.Line published = subject.awaitLog(line -> line.contains("generation 1 is current"));
      return (published.at() - subject.started()) / 1e6;
    }
  }
}
