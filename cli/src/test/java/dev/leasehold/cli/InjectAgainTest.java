// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second injection, of a manifest that has changed since the first one. */
class InjectAgainTest {

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: orders
      spec:
        containers:
        - name: orders
          image: orders:1
      """;
  private static final List<String> SETTINGS =
      List.of(
          "--agent-image=agent:1",
          "--vault-addr=https://vault:8200",
          "--creds=database/creds/orders",
          "--role=orders");

  private CommandRun last = new CommandRun(0, "", "");

  @Test
  void failsWhereAContainerThatIsNewCannotBeInjected() {
    run(POD);
    assertThat(last.status()).isZero();
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
      run(changed, "-o", format);
      assertThat(last.status()).isEqualTo(1);
      assertThat(out()).isEmpty();
    }
    assertThat(last.report()).contains("\"changed\": false", "\"status\": \"failed\"");
    run(changed, "--check");
    assertThat(last.status()).isEqualTo(1);
    assertThat(last.report())
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
    run(pod);
    String changed = out().replace("value: -javaagent:", "value: -javaagent:/otel.jar -javaagent:");
    String twice = "---\n" + changed + "\n---\n" + POD.replace("orders", "web");
    run(twice);
    assertThat(last.status()).isZero();
    assertThat(last.report())
        .contains("another agent is there")
        .contains(
            ", at -:"
                + line(twice, "-javaagent:/otel.jar")
                + ", document 1, spec.initContainers[1].env[0].value");
    run(twice, "-o", "json");
    int second = line(twice, "\n---\n") + 2;
    assertThat(last.report()).contains("\"line\": " + second);
  }

  @Test
  void namesThePlaceOfAValueThatAnUndoShortensAtItsStart() {
    run(POD + "    env:\n    - name: JAVA_TOOL_OPTIONS\n      value: -javaagent:/otel.jar\n");
    String first = out();
    assertThat(first).contains("value: -javaagent:/leasehold/leasehold-agent.jar -javaagent:/otel");
    run(first);
    assertThat(out()).isEqualTo(first);
    assertThat(last.report())
        .contains("another agent is there")
        .contains(", document 1, spec.containers[0].env[0].value");
  }

  @Test
  void takesNothingBackWhereAVariableStandsThereTwice() {
    run(POD);
    String changed =
        out()
            .replace(
                "    env:\n",
                "    env:\n    - name: JAVA_TOOL_OPTIONS\n      value: -javaagent:/otel.jar\n");
    last = CommandRun.of(changed, "inject", "--undo");
    assertThat(last.status()).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(last.report())
        .contains("container orders: JAVA_TOOL_OPTIONS stands in env twice: leave one")
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
    run(pod);
    String value = "-javaagent:/leasehold/leasehold-agent.jar $(INHERITED_JAVA_TOOL_OPTIONS)";
    assertThat(out()).contains(value);
    last = CommandRun.of(out().replace(value, value + added), "inject", "--undo");
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

  private void run(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("inject"));
    all.addAll(SETTINGS);
    all.addAll(List.of(arguments));
    last = CommandRun.of(input, all.toArray(String[]::new));
  }

  private String out() {
    return last.output();
  }
}
