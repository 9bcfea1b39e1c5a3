// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code golden} is a case: the input, the arguments, and the output and the report
 * as they must be. {@code -Dleasehold.golden=write} writes the latter two anew, to be read before
 * they are committed.
 */
class GoldenFilesTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final String OUTPUT = "output.txt";
  private static final String REPORT = "report.txt";

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.sorted().toList().stream();
    }
  }

  @Test
  void thereAreSixtyCasesAndTwentyAsChartsHaveThem() throws IOException {
    List<String> names = cases().map(folder -> String.valueOf(folder.getFileName())).toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(60);
    assertThat(names).filteredOn(name -> name.startsWith("chart-")).hasSizeGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theOutputAndTheReportAreAsInTheFiles(Path folder) throws IOException {
    String input = Files.readString(input(folder));
    List<String> arguments = new ArrayList<>(List.of("inject"));
    arguments.addAll(Files.readString(folder.resolve("arguments.txt")).lines().toList());
    CommandRun run = CommandRun.of(input, arguments.toArray(String[]::new));
    String report = run.report() + "exit code " + run.status() + "\n";
    if ("write".equals(System.getProperty("leasehold.golden"))) {
      Files.writeString(folder.resolve(OUTPUT), run.output());
      Files.writeString(folder.resolve(REPORT), report);
    }
    assertThat(run.output()).isEqualTo(Files.readString(folder.resolve(OUTPUT)));
    assertThat(report).isEqualTo(Files.readString(folder.resolve(REPORT)));
    if (!run.output().isEmpty()) {
      List<String> undo = new ArrayList<>(List.of("inject", "--undo"));
      arguments.stream().filter(each -> each.startsWith("--template-path")).forEach(undo::add);
      String plain = CommandRun.succeed(run.output(), undo.toArray(String[]::new));
      assertThat(plain).isEqualTo(input);
    }
  }

  private static Path input(Path folder) {
    Path json = folder.resolve("input.json");
    return Files.exists(json) ? json : folder.resolve("input.yaml");
  }
}
