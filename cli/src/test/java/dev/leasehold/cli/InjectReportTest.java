// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The report of {@code inject}, as text for people and as JSON and YAML for programs. */
class InjectReportTest extends InjectRuns {

  private final Path folder;

  InjectReportTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void writesTheReportToAFileAsWell() throws IOException {
    Path file = folder.resolve("report.txt");
    assertThat(run(POD, "inject", "--creds=a/b", "--report=" + file)).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo(report()).contains("pod/orders: failed");
    assertThat(run("a: [", "inject", "--report=" + file)).isEqualTo(65);
    assertThat(Files.readString(file)).startsWith("-:1:5: ");
    assertThat(run(POD, "inject", "--report=" + folder)).isEqualTo(73);
    assertThat(out()).isEmpty();
  }

  @Test
  void reportsAsYamlAndAsJson() {
    assertThat(run(POD, "inject", "-o", "yaml")).isZero();
    assertThat(report())
        .isEqualTo(
            """
            objects:
            - file: "-"
              document: 1
              path: ""
              line: 1
              object: pod/orders
              status: skipped
              detail: "no credentials named: neither annotation leasehold.dev/creds nor --creds"
              findings: []
            notes: []
            changed: false
            failed: false
            """);
    assertThat(run(POD, "inject", "-o", "json")).isZero();
    assertThat(report()).contains("\"object\": \"pod/orders\"");
  }

  @Test
  void hasTheNotesOfTheTextInJson() throws IOException {
    String variable = "--java-options-variable=JDK_JAVA_OPTIONS";
    run(POD, "inject", "--agent-image=a:1", "--creds=file:/run/db.json", variable);
    String notes = "note: ";
    assertThat(report()).contains(notes);
    List<String> text =
        report()
            .lines()
            .filter(line -> line.startsWith(notes))
            .map(line -> line.substring(notes.length()))
            .toList();
    run(POD, "inject", "--agent-image=a:1", "--creds=file:/run/db.json", variable, "-o", "json");
    assertThat(new ObjectMapper().readTree(report()).get("notes"))
        .extracting(JsonNode::asText)
        .hasSize(2)
        .containsExactlyElementsOf(text);
  }

  @Test
  void isOneDocumentWhereTheCommandEndsWithAnError() throws IOException {
    Path file = folder.resolve("report");
    for (String format : List.of("json", "yaml")) {
      assertThat(run("a: [", "inject", "-o", format, "--report=" + file)).isEqualTo(65);
      assertThat(Files.readString(file)).isEqualTo(report());
      Map<String, Object> fields = new Yaml().load(report());
      assertThat(fields)
          .containsOnlyKeys("objects", "notes", "error", "changed", "failed")
          .containsEntry("objects", List.of())
          .containsEntry("changed", false)
          .containsEntry("failed", true);
      assertThat(fields.get("error")).asString().startsWith("-:1:5: ");
    }
    assertThat(run(POD, "inject", "-o", "json", "--report=" + folder)).isEqualTo(73);
    assertThat(new ObjectMapper().readTree(report()).get("error").asText())
        .contains("cannot be written");
    assertThat(out()).isEmpty();
  }
}
