// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Built;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How long the command {@code leasehold inject} takes for one manifest. */
final class CommandStart implements Benchmark {

  private static final double GOAL_MILLIS = 400;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: orders
      spec:
        containers:
        - name: orders
          image: registry.example.com/orders:1
          env:
          - name: JAVA_TOOL_OPTIONS
            value: -Xmx1g
      """;

  @Override
  public String name() {
    return "command";
  }

  @Override
  public String what() {
    return "leasehold inject on one manifest, with and without an archive of classes";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Path folder = Files.createDirectories(Path.of("benchmarks/target/command").toAbsolutePath());
    Path pod = Files.writeString(folder.resolve("pod.yaml"), POD);
    Hyperfine commands = new Hyperfine();
    commands.side("archive", inject(folder.resolve("cache").toString(), pod));
    commands.side("none", inject("none", pod));
    Map<String, Samples> times = commands.run(quick ? 1 : 8, quick ? 2 : 3);
    Samples archive = Objects.requireNonNull(times.get("archive"));
    Samples none = Objects.requireNonNull(times.get("none"));
    String what = "`leasehold inject` on one manifest, from its second start on";
    section.add(Figure.under(GOAL_MILLIS, archive.median(), "ms", what, archive.text(0, "ms")));
    section.add(Figure.of("the same without its archive of classes", "", none.text(0, "ms"), ""));
  }

  /** The first start with a cache writes the archive of classes; it is not timed. */
  private static List<String> inject(String cache, Path pod) {
    List<String> command = new ArrayList<>(List.of("env", "LEASEHOLD_CACHE=" + cache));
    command.addAll(List.of(Built.COMMAND.toString(), "inject", "--agent-image=image:1"));
    command.addAll(List.of("--vault-addr=https://vault:8200", "--creds=database/creds/orders"));
    command.addAll(List.of("--role=orders", pod.toString()));
    return command;
  }
}
