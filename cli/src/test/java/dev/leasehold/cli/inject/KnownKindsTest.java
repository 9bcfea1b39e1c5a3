// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.cli.yaml.YamlSyntaxException;
import dev.leasehold.testbed.SourceTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Each kind that the command knows is injected at its path, and is in the documents. */
class KnownKindsTest {

  private static final Yaml YAML = Manifests.yaml(new DumperOptions());

  static List<TemplatePath> kinds() {
    return TemplatePath.KNOWN;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void isInjectedAtItsPath(TemplatePath kind) throws YamlSyntaxException {
    Map<String, Object> content =
        Map.of("spec", Map.of("containers", List.of(Map.of("name", "a", "image", "a:1"))));
    for (int i = kind.keys().size() - 1; i >= 0; i--) {
      content = Map.of(kind.keys().get(i), content);
    }
    Map<String, Object> object = new HashMap<>(content);
    String group = String.valueOf(kind.group());
    object.put("apiVersion", group.isEmpty() ? "v1" : group + "/v1");
    object.put("kind", kind.kind());
    object.put("metadata", Map.of("name", "orders"));
    InjectionResult result = new Injector(Manifests.options(), null).inject(YAML.dump(object));
    assertThat(result.reports())
        .extracting(DocumentReport::status)
        .containsExactly(DocumentReport.Status.INJECTED);
    JsonNode injected = new ObjectMapper().valueToTree(YAML.load(result.text()));
    String path = kind.keys().isEmpty() ? "" : "/" + String.join("/", kind.keys());
    assertThat(injected.at(path + "/spec/initContainers/0/name").asText())
        .isEqualTo("leasehold-agent");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void isInTheDocuments(TemplatePath kind) {
    String group = String.valueOf(kind.group());
    String row = "| " + (group.isEmpty() ? "core" : "`" + group + "`") + " | ";
    assertThat(SourceTree.read("docs/cli.md").lines())
        .anyMatch(line -> line.startsWith(row) && line.contains("`" + kind.kind() + "`"));
    assertThat(SourceTree.read("docs/kubernetes.md")).contains("`" + kind.kind() + "`");
  }
}
