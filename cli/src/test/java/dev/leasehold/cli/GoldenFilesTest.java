// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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
    Written written = Written.of(input, arguments);
    if ("write".equals(System.getProperty("leasehold.golden"))) {
      Files.writeString(folder.resolve(OUTPUT), written.output);
      Files.writeString(folder.resolve(REPORT), written.report);
    }
    assertThat(written.output).isEqualTo(Files.readString(folder.resolve(OUTPUT)));
    assertThat(written.report).isEqualTo(Files.readString(folder.resolve(REPORT)));
    if (!written.output.isEmpty()) {
      List<String> undo = new ArrayList<>(List.of("inject", "--undo"));
      arguments.stream().filter(each -> each.startsWith("--template-path")).forEach(undo::add);
      assertThat(Written.of(written.output, undo).output).isEqualTo(input);
    }
  }

  private static Path input(Path folder) {
    Path json = folder.resolve("input.json");
    return Files.exists(json) ? json : folder.resolve("input.yaml");
  }

  private record Written(String output, String report) {

    static Written of(String input, List<String> arguments) {
      InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      StringWriter report = new StringWriter();
      PrintWriter messages = new PrintWriter(report, true);
      int status = Main.run(in, out, messages, arguments.toArray(String[]::new));
      String output = out.toString(StandardCharsets.UTF_8);
      return new Written(output, report + "exit code " + status + "\n");
    }
  }
}
