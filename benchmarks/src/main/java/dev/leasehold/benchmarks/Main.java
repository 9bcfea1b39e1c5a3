// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Readme;
import dev.leasehold.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the benchmarks that are named, or all of them. See {@code benchmarks/run --help}. */
public final class Main {

  private static final List<Benchmark> ALL =
      List.of(
          new StartUp(),
          new FirstCredential(),
          new FirstQuery(),
          new Borrow(),
          new Connect(),
          new Metrics(),
          new MetricsMemory(),
          new Publication(),
          new Memory(),
          new Rotation(),
          new HandOverPause(),
          new Revocation(),
          new LedgerSize(),
          new Sidecar(),
          new SidecarRenewals(),
          new FileChange(),
          new CommandStart(),
          new Fleet(),
          new AuditLogs(1),
          new AuditLogs(10),
          new AuditFeed());

  private Main() {}

  /** See {@code benchmarks/run --help}. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    List<String> names = new ArrayList<>(List.of(arguments));
    if (names.remove("--list")) {
      ALL.forEach(each -> System.out.printf("%-17s %s%n", each.name(), each.what()));
      return;
    }
    boolean quick = names.remove("--quick");
    for (Benchmark benchmark : chosen(names)) {
      measure(benchmark, quick);
    }
    System.exit(0); // A server's reader thread may linger.
  }

  private static List<Benchmark> chosen(List<String> names) {
    List<String> known = ALL.stream().map(Benchmark::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        System.err.println("benchmarks: there is no " + name + "; there are " + known);
        System.exit(2);
      }
    }
    return ALL.stream()
        .filter(each -> names.isEmpty() ? !each.isLong() : names.contains(each.name()))
        .toList();
  }

  private static void measure(Benchmark benchmark, boolean quick) throws Exception {
    Progress.say("%s: %s", benchmark.name(), benchmark.what());
    Section section = new Section(benchmark.name());
    benchmark.run(section, quick);
    if (quick) {
      return;
    }
    section.close(Versions.commit());
    Readme.write(ALL.stream().map(Benchmark::name).toList(), Versions.text());
  }
}
