// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Manifests as another parser than the command's reads them. */
final class ManifestModels {

  private ManifestModels() {}

  /** Returns the documents of a stream that have something in them. */
  static List<JsonNode> all(String text) {
    List<JsonNode> models = new ArrayList<>();
    for (Object each : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
      if (each != null) {
        models.add(new ObjectMapper().valueToTree(each));
      }
    }
    return models;
  }

  /** Returns the spec of the first document's pod template. */
  static JsonNode podSpec(String text) {
    return all(text).get(0).at("/spec/template/spec");
  }

  static List<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }

  /** Lists by their items, in any order but that of the containers; all else as it is. */
  static void assertSamePod(JsonNode made, JsonNode injected) {
    for (String list : List.of("initContainers", "containers")) {
      assertThat(made.path(list)).as(list).hasSameSizeAs(injected.path(list));
      for (int i = 0; i < injected.path(list).size(); i++) {
        assertSameContainer(made.path(list).get(i), injected.path(list).get(i));
      }
    }
    assertThat(items(made.path("volumes")))
        .containsExactlyInAnyOrderElementsOf(items(injected.path("volumes")));
    for (String field : List.of("securityContext", "shareProcessNamespace")) {
      assertThat(made.path(field)).as(field).isEqualTo(injected.path(field));
    }
  }

  private static void assertSameContainer(JsonNode made, JsonNode injected) {
    assertThat(made.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(() -> injected.fieldNames());
    injected
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode other = made.path(field.getKey());
              if (List.of("env", "volumeMounts").contains(field.getKey())) {
                assertThat(items(other))
                    .containsExactlyInAnyOrderElementsOf(items(field.getValue()));
              } else {
                assertThat(other).as(field.getKey()).isEqualTo(field.getValue());
              }
            });
  }
}
