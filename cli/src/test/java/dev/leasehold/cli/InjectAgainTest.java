// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second injection, of a manifest that has changed since the first injection. */
class InjectAgainTest extends InjectRuns {

  @Test
  void failsWhereAContainerThatIsNewCannotBeInjected() {
    assertThat(inject(POD)).isZero();
    String added =
        """
          - name: reports
            image: reports:1
            env:
            - name: JAVA_TOOL_OPTIONS
              valueFrom: {configMapKeyRef: {name: jvm, key: options, optional: true}}
          initContainers:
        """;
    String changed = out().replace("  initContainers:\n", added);
    String place = "-:" + line(changed, "- name: JAVA_TOOL_OPTIONS\n      valueFrom");
    for (String format : List.of("text", "json")) {
      assertThat(inject(changed, "-o", format)).isEqualTo(1);
      assertThat(out()).isEmpty();
    }
    assertThat(report()).contains("\"changed\": false", "\"status\": \"failed\"");
    assertThat(inject(changed, "--check")).isEqualTo(1);
    assertThat(report())
        .contains("container reports: JAVA_TOOL_OPTIONS comes from elsewhere (valueFrom)")
        .contains(", at " + place + ", document 1, spec.containers[1].env[0]")
        .contains("nothing is written, as 1 failed");
  }

  @Test
  void namesPlacesOfTheInputAndNotOfWhatAnUndoMakesOfIt() {
    String pod =
        POD.replace("spec:\n", "  annotations: {leasehold.dev/containers: migrate}\nspec:\n")
            + """
              initContainers:
              - name: migrate
                image: migrate:1
            """;
    inject(pod);
    String changed = out().replace("value: -javaagent:", "value: -javaagent:/otel.jar -javaagent:");
    String twice = "---\n" + changed + "\n---\n" + POD.replace("orders", "web");
    assertThat(inject(twice)).isZero();
    assertThat(report())
        .contains("another agent is there")
        .contains(
            ", at -:"
                + line(twice, "-javaagent:/otel.jar")
                + ", document 1, spec.initContainers[1].env[0].value");
    inject(twice, "-o", "json");
    int second = line(twice, "\n---\n") + 2;
    assertThat(report()).contains("\"line\": " + second);
  }

  @Test
  void namesThePlaceOfAValueThatAnUndoShortensAtItsStart() {
    inject(POD + "    env:\n    - name: JAVA_TOOL_OPTIONS\n      value: -javaagent:/otel.jar\n");
    String first = out();
    assertThat(first).contains("value: -javaagent:/leasehold/leasehold-agent.jar -javaagent:/otel");
    inject(first);
    assertThat(out()).isEqualTo(first);
    assertThat(report())
        .contains("another agent is there")
        .contains(", document 1, spec.containers[0].env[0].value");
  }

  @Test
  void takesNothingBackWhereAVariableStandsThereTwice() {
    inject(POD);
    String changed =
        out()
            .replace(
                "    env:\n",
                "    env:\n    - name: JAVA_TOOL_OPTIONS\n      value: -javaagent:/otel.jar\n");
    assertThat(run(changed, "inject", "--undo")).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(report())
        .contains("container orders: JAVA_TOOL_OPTIONS stands in env twice: leave one entry")
        .contains(", document 1, spec.containers[0].env[1]");
  }

  @ParameterizedTest
  @CsvSource({
    "' -Xmx1g', '$(INHERITED_JAVA_TOOL_OPTIONS) -Xmx1g', INHERITED_JAVA_TOOL_OPTIONS",
    "'',        '',                                      JAVA_TOOL_OPTIONS",
  })
  void keepsTheNameThatAValueOfHandsRefersTo(String added, String kept, String name) {
    String valueFrom = "      valueFrom: {configMapKeyRef: {name: jvm, key: options}}\n";
    String pod = POD + "    env:\n    - name: JAVA_TOOL_OPTIONS\n" + valueFrom;
    inject(pod);
    String value = "-javaagent:/leasehold/leasehold-agent.jar $(INHERITED_JAVA_TOOL_OPTIONS)";
    assertThat(out()).contains(value);
    run(out().replace(value, value + added), "inject", "--undo");
    String rest = "    - name: JAVA_TOOL_OPTIONS\n      value: \"" + kept + "\"\n";
    assertThat(out())
        .isEqualTo(
            POD
                + ("    env:\n    - name: " + name + "\n")
                + valueFrom
                + (kept.isEmpty() ? "" : rest));
  }

  /** Returns the number of the line that has the text. */
  private static int line(String manifest, String text) {
    assertThat(manifest).contains(text);
    return 1
        + (int)
            manifest.substring(0, manifest.indexOf(text)).chars().filter(c -> c == '\n').count();
  }
}
