// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that a container's manifest gives it. */
final class Environment {

  private static final Map<String, String> KEYS =
      Map.of("configMapKeyRef", "ConfigMap", "secretKeyRef", "Secret");

  private final VariableSources objects;
  private final List<YamlMapping> entries = new ArrayList<>();
  private final List<YamlMapping> sources = new ArrayList<>();

  Environment(YamlMapping container, VariableSources objects) {
    this.objects = objects;
    add(container.items("env"), entries);
    add(container.items("envFrom"), sources);
  }

  private static void add(List<YamlNode> nodes, List<YamlMapping> to) {
    for (YamlNode node : nodes) {
      if (node instanceof YamlMapping mapping) {
        to.add(mapping);
      }
    }
  }

  /**
   * Returns Leasehold's and Vault's variables of the container's own list.
   *
   * @throws InjectionException when the user may not read what one of them comes from
   */
  GivenVariables settings() throws InjectionException {
    Map<String, String> known = new HashMap<>();
    Set<String> unknown = new HashSet<>();
    for (YamlMapping entry : entries) {
      String name = entry.text("name");
      if (name != null && (name.startsWith("LEASEHOLD_") || name.startsWith("VAULT_"))) {
        String value = entry.get("valueFrom") == null ? literal(entry) : referred(entry);
        if (value == null) {
          unknown.add(name);
        } else {
          known.put(name, value);
        }
      }
    }
    return new GivenVariables(known, unknown);
  }

  private static @Nullable String literal(YamlMapping entry) {
    String written = entry.text("value");
    return Expansion.literal(written == null ? "" : written);
  }

  /** Returns the value of the key that the entry refers to; null where it is not known. */
  private @Nullable String referred(YamlMapping entry) throws InjectionException {
    YamlMapping from = entry.mapping("valueFrom");
    for (Map.Entry<String, String> kind : KEYS.entrySet()) {
      YamlMapping ref = from == null ? null : from.mapping(kind.getKey());
      String name = ref == null ? null : ref.text("name");
      String key = ref == null ? null : ref.text("key");
      if (name != null && key != null) {
        Map<String, String> values = values(kind.getValue(), name, entry);
        return values == null ? null : values.get(key);
      }
    }
    return null;
  }

  private @Nullable Map<String, String> values(String kind, String name, YamlMapping at)
      throws InjectionException {
    try {
      return objects.values(kind, name);
    } catch (InjectionException e) {
      throw e.at(at);
    }
  }

  /** Returns whether the container's own list has the variable. */
  boolean has(String name) {
    return first(name) != null;
  }

  /** Returns the first entry of the variable; null where the container's own list has none. */
  @Nullable YamlMapping first(String name) {
    return entries.stream()
        .filter(entry -> name.equals(entry.text("name")))
        .findFirst()
        .orElse(null);
  }

  /** Returns the variable's value as it is written, with spaces around it. */
  String written(String name) {
    StringBuilder written = new StringBuilder();
    for (YamlMapping entry : entries) {
      String value = name.equals(entry.text("name")) ? entry.text("value") : null;
      written.append(value == null ? "" : value).append(' ');
    }
    return written.toString();
  }

  /**
   * Returns the entry of the variable, or null.
   *
   * @throws InjectionException when there are several
   */
  @Nullable YamlMapping entry(String name) throws InjectionException {
    YamlMapping found = null;
    for (YamlMapping entry : entries) {
      if (name.equals(entry.text("name"))) {
        if (found != null) {
          throw new InjectionException(name + " stands in env twice: leave one", entry);
        }
        found = entry;
      }
    }
    return found;
  }

  /**
   * An object that gives variables to a container.
   *
   * @param title how messages name it, such as {@code ConfigMap settings}
   * @param node the item of {@code envFrom}
   */
  record EnvironmentSource(String title, YamlMapping node) {}

  /**
   * Returns what gives the variable to the container beside its own list; null for nothing that is
   * known.
   *
   * @param isNowhere takes the sources that are not to be found
   * @throws InjectionException when the user may not read one of the sources
   */
  @Nullable EnvironmentSource source(String variable, WarningConsumer isNowhere)
      throws InjectionException {
    EnvironmentSource found = null;
    for (YamlMapping source : sources) {
      for (String kind : KEYS.values()) {
        YamlMapping ref = source.mapping(kind.equals("Secret") ? "secretRef" : "configMapRef");
        String name = ref == null ? null : ref.text("name");
        String prefix = source.text("prefix");
        Map<String, String> values = name == null ? Map.of() : values(kind, name, source);
        if (values == null) {
          isNowhere.accept(kind + " " + name + " (envFrom) is " + objects.place(), source);
        } else if (variable.startsWith(prefix == null ? "" : prefix)
            && values.containsKey(variable.substring(prefix == null ? 0 : prefix.length()))) {
          found = new EnvironmentSource(kind + " " + name, source);
        }
      }
    }
    return found;
  }

  /** Returns whether the object may be the source of variables. */
  static boolean isSource(ManifestObject object) {
    return KEYS.containsValue(object.kind());
  }
}
