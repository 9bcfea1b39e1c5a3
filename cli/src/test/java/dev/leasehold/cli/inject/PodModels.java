// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pods as maps, as another parser reads them: the additions are demanded and then taken away. */
final class PodModels {

  private static final String OPTION = "-javaagent:/leasehold/leasehold-agent.jar";

  private static final String INHERITED = "INHERITED_JAVA_TOOL_OPTIONS";

  private static final List<String> REFERENCES =
      List.of("$(JAVA_TOOL_OPTIONS)", "$(" + INHERITED + ")");

  private PodModels() {}

  /** Collects the nodes that have a pod's {@code spec.containers}, in any place. */
  static void collect(@Nullable Object node, List<Map<String, Object>> to) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("spec") instanceof Map<?, ?> spec && spec.get("containers") instanceof List<?>) {
        to.add(cast(map));
      }
      map.values().forEach(value -> collect(value, to));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> collect(value, to));
    }
  }

  static void takeAdditions(Map<String, Object> pod) {
    Map<String, Object> annotations = cast(at(cast(at(pod, "metadata")), "annotations"));
    String record = String.valueOf(annotations.remove("leasehold.dev/injected"));
    assertThat(record).startsWith("v1 ");
    Map<String, Object> spec = cast(at(pod, "spec"));
    assertThat(takeNamed(spec, "initContainers", "leasehold-agent")).hasSize(1);
    assertThat(takeNamed(spec, "volumes", "leasehold-agent", "leasehold-vault")).hasSize(2);
    for (Object each : (List<?>) at(spec, "containers")) {
      takeFrom(cast(each), record);
    }
  }

  private static void takeFrom(Map<String, Object> container, String record) {
    assertThat(takeNamed(container, "volumeMounts", "leasehold-agent", "leasehold-vault"))
        .hasSize(2);
    assertThat(
            takeNamed(
                container,
                "env",
                "VAULT_ADDR",
                "VAULT_CACERT",
                "LEASEHOLD_CREDS",
                "LEASEHOLD_URL",
                "LEASEHOLD_AUTH_ROLE",
                "LEASEHOLD_AUTH_TOKEN_FILE"))
        .hasSize(6);
    takeIdentity(container, record);
    int seen = 0;
    List<Object> variables = cast(at(container, "env"));
    for (Object each : List.copyOf(variables)) {
      Map<String, Object> variable = cast(each);
      if ("JAVA_TOOL_OPTIONS".equals(variable.get("name"))) {
        String value = String.valueOf(variable.get("value"));
        assertThat(value.split("\\s+", -1)).contains(OPTION);
        String rest = value.replace(OPTION, "").strip();
        if (rest.isEmpty() || REFERENCES.contains(rest)) {
          variables.remove(each);
        } else {
          variable.put("value", rest);
        }
        seen++;
      }
    }
    assertThat(seen).isEqualTo(1);
    for (Object each : variables) {
      PodModels.<Map<String, Object>>cast(each)
          .computeIfPresent(
              "name", (key, name) -> name.equals(INHERITED) ? "JAVA_TOOL_OPTIONS" : name);
    }
  }

  /** A variable that the container has already is no addition, and stays as it is. */
  private static void takeIdentity(Map<String, Object> container, String record) {
    List<String> words = List.of(record.split("[ ,]", -1));
    for (String name : List.of("POD_NAME", "POD_UID", "POD_NAMESPACE", "NODE_NAME")) {
      List<Map<String, Object>> variables = cast(at(container, "env"));
      List<Map<String, Object>> found =
          variables.stream().filter(each -> name.equals(each.get("name"))).toList();
      assertThat(found).as(name).hasSize(1);
      if (words.contains(name)) {
        assertThat(found.get(0).get("valueFrom")).asString().contains("fieldRef");
        takeNamed(container, "env", name);
      }
    }
  }

  private static List<Object> takeNamed(Map<String, Object> parent, String key, String... names) {
    List<Object> list = cast(at(parent, key));
    List<Object> taken = new ArrayList<>();
    for (Object item : List.copyOf(list)) {
      if (List.of(names)
          .contains(String.valueOf(PodModels.<Map<String, Object>>cast(item).get("name")))) {
        taken.add(item);
        list.remove(item);
      }
    }
    return taken;
  }

  /**
   * Leaves out values that are empty or null, which an addition may have filled, and trims options.
   */
  static @Nullable Object plain(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      map.forEach((key, value) -> put(plain, key, plain(value)));
      boolean isEmptyOption =
          "JAVA_TOOL_OPTIONS".equals(map.get("name")) && "".equals(map.get("value"));
      return plain.isEmpty() || isEmptyOption ? null : plain;
    }
    if (node instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(item -> add(plain, plain(item)));
      return plain.isEmpty() ? null : plain;
    }
    return node instanceof String text ? text.strip() : node;
  }

  private static void put(Map<Object, Object> map, Object key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static void add(List<Object> list, @Nullable Object value) {
    if (value != null) {
      list.add(value);
    }
  }

  private static Object at(Map<String, Object> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
