// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Times whole processes with <a href="https://github.com/sharkdp/hyperfine">hyperfine</a>, in
 * rounds, so that other work of the machine meets all sides alike.
 */
final class Hyperfine {

  private static final String PROGRAM = "hyperfine";
  private static final String MISSING = PROGRAM + " is not there: apt-get install " + PROGRAM;

  /** The status of a shell, or of unshare(1), that has not found the program. */
  private static final int NO_COMMAND = 127;

  private final Map<String, List<String>> commands = new LinkedHashMap<>();
  private List<String> beforeEach = List.of();
  private UnaryOperator<List<String>> surroundings = UnaryOperator.identity();

  /** Adds a side. */
  void side(String name, List<String> command) {
    commands.put(name, command);
  }

  /** Has a command run before each timed command, untimed. */
  void beforeEach(List<String> command) {
    beforeEach = command;
  }

  /** Has itself run by another command, which is not timed. */
  void within(UnaryOperator<List<String>> command) {
    surroundings = command;
  }

  /** Returns milliseconds by side. */
  Map<String, Samples> run(int rounds, int runs) throws IOException, InterruptedException {
    Map<String, Samples> times = new LinkedHashMap<>();
    commands.keySet().forEach(name -> times.put(name, new Samples()));
    Path export = Files.createTempFile("leasehold-hyperfine-", ".json");
    try {
      for (int round = 0; round < rounds; round++) {
        Progress.say("hyperfine, round %d of %d", round + 1, rounds);
        execute(export, runs);
        collect(export, times);
      }
    } finally {
      Files.delete(export);
    }
    return times;
  }

  private void execute(Path export, int runs) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(PROGRAM, "--shell=none", "--style=none"));
    line.addAll(List.of("--warmup=1", "--runs=" + runs, "--export-json=" + export));
    if (!beforeEach.isEmpty()) {
      line.add("--prepare=" + String.join(" ", beforeEach));
    }
    commands.forEach(
        (name, command) ->
            line.addAll(List.of("--command-name=" + name, String.join(" ", command))));
    ProcessBuilder builder = new ProcessBuilder(surroundings.apply(line));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    int status;
    try {
      status = builder.start().waitFor();
    } catch (IOException e) {
      throw builder.command().get(0).equals(PROGRAM) ? new IOException(MISSING, e) : e;
    }
    if (status != 0) {
      throw new IOException(status == NO_COMMAND ? MISSING : PROGRAM + " failed");
    }
  }

  private static void collect(Path export, Map<String, Samples> times) throws IOException {
    for (JsonNode result : new ObjectMapper().readTree(export.toFile()).path("results")) {
      Samples samples = times.get(result.path("command").asText());
      for (JsonNode seconds : result.path("times")) {
        if (samples != null) {
          samples.add(seconds.asDouble() * 1000);
        }
      }
    }
  }
}
