// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectCommandTest extends InjectRuns {

  private static final String CONFIG_MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {JAVA_TOOL_OPTIONS: -Xmx1g}
      """;

  private final Path folder;

  InjectCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void writesFilesAsOneStreamAndTakesAFolder() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), POD);
    Files.writeString(folder.resolve("a.yml"), "kind: Service".strip());
    Files.writeString(folder.resolve("c.json"), "{\"kind\": \"Service\"}\n");
    Files.writeString(folder.resolve("notes.txt"), "not: {a manifest");
    assertThat(run(POD, "inject", folder.toString(), "-")).isZero();
    assertThat(out())
        .isEqualTo("kind: Service\n---\n" + POD + "---\n{\"kind\": \"Service\"}\n---\n" + POD);
  }

  @Test
  void knowsTheConfigMapsOfOtherFiles() throws IOException {
    Files.writeString(
        folder.resolve("a.yaml"), POD + "    envFrom: [configMapRef: {name: settings}]");
    Files.writeString(folder.resolve("b.yaml"), CONFIG_MAP);
    assertThat(inject("", folder.toString())).isZero();
    assertThat(out()).contains("value: \"$(JAVA_TOOL_OPTIONS) -javaagent:");
  }

  @Test
  void checkEndsWithOneWhereSomethingWouldChange() {
    assertThat(inject(POD)).isZero();
    String injected = out();
    assertThat(inject(POD, "--check")).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(inject(injected, "--check")).isZero();
  }

  @Test
  void otherSettingsReplaceThoseOfBeforeAndNoneLeaveThem() {
    run(POD, "inject", "--agent-image=a:1", "--vault-addr=https://v", "--creds=a/b", "--role=r");
    String first = out();
    run(POD, "inject", "--agent-image=a:2", "--vault-addr=https://w", "--creds=a/c", "--role=s");
    String second = out();
    run(first, "inject", "--agent-image=a:2", "--vault-addr=https://w", "--creds=a/c", "--role=s");
    assertThat(out()).isEqualTo(second).isNotEqualTo(first);
    assertThat(run(first, "inject")).isZero();
    assertThat(out()).isEqualTo(first);
    assertThat(run(first, "inject", "--creds=a/c")).isZero();
    assertThat(out()).isEqualTo(first);
    assertThat(report()).contains("pod/orders: unchanged (injected before");
  }

  @Test
  void undoTakesOutWhatWasAddedWhereTheManifestHasChangedSince() {
    run(POD, "inject", "--agent-image=a:1", "--vault-addr=https://v", "--creds=a/b", "--role=r");
    String changed =
        out()
            .replace("orders:1", "registry.example.com/orders:2")
            .replace("  containers:\n", "  restartPolicy: Never\n  containers:\n  - name: new\n");
    assertThat(run(changed, "inject", "--undo")).isZero();
    assertThat(out())
        .isEqualTo(
            POD.replace("orders:1", "registry.example.com/orders:2")
                .replace(
                    "  containers:\n", "  restartPolicy: Never\n  containers:\n  - name: new\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "value: OPTION -Xmx1g,               value: -Xmx1g",
    "value: -Xmx1g OPTION,               value: -Xmx1g",
    "value: -Xmx1g OPTION -Da=b,         value: -Xmx1g -Da=b",
    "value: \"OPTION -Xmx1g\",           value: \"-Xmx1g\"",
    "value: '-javaagent:/o.jar OPTION',  value: '-javaagent:/o.jar'",
    "value: >-\\n        OPTION\\n        -Xmx1g, value: >-\\n        -Xmx1g",
    "value: -javaagent:/own/agent.jar,   value: -javaagent:/own/agent.jar",
  })
  void keepsWhatWasPutIntoOurOptionsByHand(String edited, String kept) {
    String option = "-javaagent:/leasehold/leasehold-agent.jar";
    run(POD, "inject", "--agent-image=a:1", "--vault-addr=https://v", "--creds=a/b", "--role=r");
    String changed =
        out().replace("value: " + option, edited.replace("OPTION", option).replace("\\n", "\n"));
    assertThat(run(changed, "inject", "--undo")).isZero();
    String plain = out();
    assertThat(plain)
        .isEqualTo(
            POD
                + "    env:\n    - name: JAVA_TOOL_OPTIONS\n      "
                + kept.replace("\\n", "\n")
                + "\n");
    run(
        changed,
        "inject",
        "--agent-image=a:2",
        "--vault-addr=https://v",
        "--creds=a/b",
        "--role=r");
    String again = out();
    assertThat(again)
        .contains("a:2")
        .contains(kept.replaceAll("^value: (>-.*\\s)?|['\"]", ""))
        .contains(option);
    assertThat(run(again, "inject", "--undo")).isZero();
    assertThat(out()).isEqualTo(plain);
  }

  @Test
  void doesNotTakeBackAnOptionWithAnArgument() {
    run(POD, "inject", "--agent-image=a:1", "--vault-addr=https://v", "--creds=a/b", "--role=r");
    String changed = out().replace("leasehold-agent.jar", "leasehold-agent.jar=log-level=debug");
    assertThat(run(changed, "inject", "--undo")).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(report()).contains("gives the agent an argument, which would be lost");
    List<String> again =
        List.of("inject", "--agent-image=a:2", "--vault-addr=https://v", "--creds=a/b", "--role=r");
    assertThat(run(changed, again.toArray(String[]::new))).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(report())
        .contains(
            "pod/orders: failed\n  error: container orders: JAVA_TOOL_OPTIONS gives the agent")
        .contains(", document 1, spec.containers[0].env[0]");
    List<String> others = new ArrayList<>(again);
    others.add("--container=reports");
    List<String> unnamed = new ArrayList<>(again);
    unnamed.remove("--creds=a/b");
    for (List<String> notAsked : List.of(others, unnamed, List.of("inject"))) {
      assertThat(run(changed, notAsked.toArray(String[]::new))).isZero();
      assertThat(out()).isEqualTo(changed);
      assertThat(report()).contains("unchanged (injected before; not asked for anew)");
    }
  }

  @Test
  void takesNothingFromARecordThatIsNeverWritten() {
    run(POD, "inject", "--agent-image=a:1", "--vault-addr=https://v", "--creds=a/b", "--role=r");
    String changed = out().replace("\"v1 ", "\"v1 +containers ");
    assertThat(run(changed, "inject", "--undo")).isEqualTo(1);
    assertThat(report()).contains("field containers is none that leasehold adds");
  }

  @Test
  void changesNothingThatStandsAtSeveralPlacesThroughAnAnchor() {
    String shared =
        """
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: &spec
            {template: {spec: {containers: [{name: a, image: a}]}}}}
        - {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}, spec: *spec}
        """;
    assertThat(inject(shared)).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(report()).contains("is shared through the anchor &spec");
  }

  @Test
  void anotherVersionsRecordIsNotTouched() {
    String later =
        POD.replace(
            "  name: orders\nspec",
            "  annotations: {leasehold.dev/injected: v9}\n  name: orders\nspec");
    assertThat(run(later, "inject", "--undo")).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(report()).contains("is not of version v1");
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    assertThat(run("", "inject", "--no-such-option")).isEqualTo(2);
    assertThat(run("", "inject", "--template-path=Kind")).isEqualTo(2);
    assertThat(run("", "inject", "-i")).isEqualTo(2);
    assertThat(run("")).isEqualTo(2);
    assertThat(run("", "inject", folder.resolve("none.yaml").toString())).isEqualTo(66);
    assertThat(run("", "inject", "-i", "-")).isEqualTo(2);
  }

  @Test
  void theCommandOfTheReadmeInjectsAPod() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String begin = "cli/target/leasehold/bin/leasehold inject ";
    String command = readme.substring(readme.indexOf(begin) + begin.length());
    command = command.substring(0, command.indexOf(" orders.yaml | kubectl")).replace("\\\n", " ");
    List<String> arguments = new ArrayList<>(List.of("inject"));
    arguments.addAll(List.of(command.strip().split("\\s+", -1)));
    assertThat(run(POD, arguments.toArray(String[]::new))).isZero();
    assertThat(out()).contains("-javaagent:/leasehold/leasehold-agent.jar", "LEASEHOLD_URL");
  }

  @Test
  void writesACommentWhereThereIsNothingToWrite() {
    assertThat(run(" \n", "inject", "--never-empty")).isZero();
    assertThat(out()).isEqualTo(" \n# no manifests\n");
    assertThat(run(POD, "inject", "--never-empty")).isZero();
    assertThat(out()).isEqualTo(POD);
    assertThat(run("", "inject")).isZero();
    assertThat(out()).isEmpty();
  }

  @Test
  void aSwitchThatWasChangedSinceStaysAtAnUndo() {
    String vault =
        POD.replace(
            "  name: orders\nspec",
            "  name: orders\n  annotations:\n    vault.hashicorp.com/agent-inject: 'true'\n"
                + "    vault.hashicorp.com/role: r\n"
                + "    vault.hashicorp.com/agent-inject-secret-db: database/creds/b\nspec");
    run(vault, "inject", "--from-vault-annotations", "--agent-image=a:1", "--vault-addr=https://v");
    String changed = out().replace("inject: \"false\"", "inject: 'disabled'");
    run(out(), "inject", "--undo");
    assertThat(out()).isEqualTo(vault);
    run(changed, "inject", "--undo");
    assertThat(out()).isEqualTo(vault.replace("'true'", "'disabled'"));
    String record = changed.replace("!'true'", "!'yes'");
    assertThat(run(record, "inject", "--undo")).isEqualTo(1);
    assertThat(report()).contains("is no switch that was on");
  }

  @Test
  void saysThatAClusterCannotBeReachedAndWritesNothing() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: here, cluster: {server: 'https://127.0.0.1:1'}}]
            users: [{name: here, user: {token: t}}]
            contexts: [{name: here, context: {cluster: here, user: here}}]
            """);
    String pod = POD + "    envFrom: [configMapRef: {name: settings}]";
    String kubeconfig = "--kubeconfig=" + config;
    assertThat(inject(pod, "--cluster", kubeconfig)).isEqualTo(69);
    assertThat(out()).isEmpty();
    assertThat(report())
        .contains("the cluster at https://127.0.0.1:1/ cannot be reached (")
        .contains(", at -:9, document 1, spec.containers[0].envFrom[0]; nothing is written");
    assertThat(inject(pod, "--cluster", kubeconfig, "--context=there")).isEqualTo(69);
    assertThat(report()).contains("has no context there");
    assertThat(inject(pod, kubeconfig, "--context=there")).isEqualTo(2);
  }

  @Test
  void helpsAndCompletes() {
    assertThat(run("", "--help")).isZero();
    assertThat(out()).contains("inject", "generate-completion");
    assertThat(run("", "inject", "--help")).isZero();
    assertThat(out()).contains("--undo").contains("--template-path");
    assertThat(run("", "status", "--help")).isZero();
    assertThat(out()).contains("--all-namespaces");
    assertThat(run("", "help", "status")).isZero();
    assertThat(out()).contains("--all-namespaces");
    assertThat(run("", "--version")).isZero();
    assertThat(out()).startsWith("leasehold ");
    assertThat(run("", "generate-completion")).isZero();
    assertThat(out()).contains("complete -F");
  }

  @ParameterizedTest
  @CsvSource({
    "'# one, a: \u00e9',                           2, 1",
    "'%YAML 1.1,---,a: \u00e9',                    3, 1",
    "'# one,---,a: 1,--- # two,b: \u00e9',         5, 2",
    "'a: 1,---,b: ---,c: |,  ---d,---,d: \u00e9',  7, 3",
  })
  void refusesOtherEncodings(String lines, int line, int document) throws IOException {
    byte[] text = lines.replace(",", "\n").getBytes(StandardCharsets.ISO_8859_1);
    Path latin = Files.write(folder.resolve("latin.yaml"), text);
    assertThat(run("", "inject", latin.toString())).isEqualTo(65);
    assertThat(report())
        .contains(latin + ":" + line + ": document " + document + ": not in UTF-8")
        .contains("iconv");
  }
}
