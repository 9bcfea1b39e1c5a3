// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Built;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.EmptyMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The time that the agent adds before {@code main}, and at the end of the JVM. */
final class StartUp implements Benchmark {

  private static final double GOAL_MILLIS = 60;

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String what() {
    return "an empty main: no agent, an agent that does nothing, ours";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Map<String, String> jdks = new LinkedHashMap<>();
    jdks.put("JDK " + Runtime.version().feature(), Jvm.java());
    String newest = jdk25();
    if (newest != null) {
      jdks.put("JDK 25", newest);
    }
    try (Bed bed = Bed.start()) {
      for (Map.Entry<String, String> jdk : jdks.entrySet()) {
        measure(section, jdk.getKey(), commands(bed, jdk.getValue()), quick);
      }
    }
  }

  private static void measure(Section section, String jdk, Hyperfine commands, boolean quick)
      throws Exception {
    Map<String, Samples> times = commands.run(quick ? 1 : 8, quick ? 2 : 3);
    Samples noOp = of(times, "no-op");
    add(section, "start to the end of an empty `main`, " + jdk, noOp, of(times, "configured"));
    add(section, "the same, not configured, " + jdk, noOp, of(times, "unconfigured"));
    section.add(
        Figure.of("the same without any agent, " + jdk, of(times, "none").text(1, "ms"), "", ""));
    Samples exit = of(times, "configured-exit");
    section.add(
        Figure.of(
            "start to the end of the process, shutdown included, " + jdk,
            of(times, "no-op-exit").text(1, "ms"),
            exit.text(1, "ms"),
            String.format("%+.1f ms", exit.median() - of(times, "no-op-exit").median())));
  }

  private static void add(Section section, String what, Samples noOp, Samples ours) {
    Figure.Sides sides = new Figure.Sides("no-op agent: " + noOp.text(1, "ms"), ours.text(1, "ms"));
    section.add(Figure.atMost(GOAL_MILLIS, ours.median() - noOp.median(), "ms", sides, what));
  }

  private static Samples of(Map<String, Samples> times, String side) {
    return Objects.requireNonNull(times.get(side), side);
  }

  private static Hyperfine commands(Bed bed, String java) {
    List<String> noOp = List.of("-javaagent:" + Built.NO_OP_AGENT);
    List<String> bare = List.of("-javaagent:" + Built.AGENT);
    Hyperfine hyperfine = new Hyperfine();
    hyperfine.side("none", command(java, List.of(), "halt"));
    hyperfine.side("no-op", command(java, noOp, "halt"));
    hyperfine.side("unconfigured", command(java, bare, "halt"));
    hyperfine.side("configured", command(java, bed.agentOptions(), "halt"));
    hyperfine.side("no-op-exit", command(java, noOp));
    hyperfine.side("configured-exit", command(java, bed.agentOptions()));
    return hyperfine;
  }

  private static List<String> command(String java, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(options);
    command.addAll(List.of("-cp", Built.classPath(), EmptyMain.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static @Nullable String jdk25() throws IOException {
    String named = System.getenv("JAVA25_HOME");
    if (named != null) {
      return Path.of(named, "bin", "java").toString();
    }
    Path installed = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(installed)) {
      return null;
    }
    try (Stream<Path> jdks = Files.list(installed)) {
      return jdks.filter(jdk -> jdk.getFileName().toString().contains("25"))
          .map(jdk -> jdk.resolve("bin").resolve("java"))
          .filter(Files::isExecutable)
          .findFirst()
          .map(Path::toString)
          .orElse(null);
    }
  }
}
