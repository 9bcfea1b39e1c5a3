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
  private final EnvironmentSources sources;
  private final Map<String, YamlMapping> places = new HashMap<>();

  Environment(YamlMapping container, VariableSources objects) {
    this.objects = objects;
    this.sources = new EnvironmentSources(container, objects);
    for (YamlNode node : container.items("env")) {
      if (node instanceof YamlMapping mapping) {
        entries.add(mapping);
      }
    }
  }

  /**
   * Returns Leasehold's and Vault's variables: all of the container's own list, and variables of
   * its sources that the list does not have.
   *
   * @throws InjectionException when the user may not read the source of one of them
   */
  GivenVariables settings() throws InjectionException {
    Map<String, String> known = new HashMap<>();
    Set<String> unknown = new HashSet<>();
    sources.forEach(
        (name, source) -> {
          if (isOfSettings(name)) {
            known.put(name, source.value());
            places.put(name, source.node());
          }
        });
    for (YamlMapping entry : entries) {
      String name = entry.text("name");
      if (name != null && isOfSettings(name)) {
        places.put(name, entry);
        String value = value(entry);
        if (value == null) {
          known.remove(name);
          unknown.add(name);
        } else {
          known.put(name, value);
          unknown.remove(name);
        }
      }
    }
    return new GivenVariables(known, unknown);
  }

  /** Returns Leasehold's and Vault's variables by their names, without asking for their values. */
  GivenVariables names() {
    Set<String> names = new HashSet<>();
    sources.forEach((name, source) -> names.add(name));
    for (YamlMapping entry : entries) {
      String name = entry.text("name");
      names.add(name == null ? "" : name);
    }
    names.removeIf(name -> !isOfSettings(name));
    return new GivenVariables(Map.of(), names);
  }

  private static boolean isOfSettings(String name) {
    return name.startsWith("LEASEHOLD_") || name.startsWith("VAULT_");
  }

  /**
   * Returns the node that gives one of the variables of {@link #settings}; null for none of them.
   */
  @Nullable YamlMapping place(String setting) {
    return places.get(setting);
  }

  /**
   * Returns the value that the container gets by an entry of its own list; null where it is not
   * known.
   *
   * @throws InjectionException when the user may not read its source
   */
  @Nullable String value(YamlMapping entry) throws InjectionException {
    return entry.get("valueFrom") == null
        ? VariableExpansion.literal(written(entry))
        : referred(entry);
  }

  private static String written(YamlMapping entry) {
    String value = entry.text("value");
    return value == null ? "" : value;
  }

  /** Returns the value of the key that the entry refers to; null where it is not known. */
  private @Nullable String referred(YamlMapping entry) throws InjectionException {
    YamlMapping from = entry.mapping("valueFrom");
    for (Map.Entry<String, String> kind : KEYS.entrySet()) {
      YamlMapping ref = from == null ? null : from.mapping(kind.getKey());
      String name = ref == null ? null : ref.text("name");
      String key = ref == null ? null : ref.text("key");
      if (name != null && key != null) {
        Map<String, String> values = objects.values(kind.getValue(), name, entry);
        return values == null ? null : values.get(key);
      }
    }
    return null;
  }

  /** Returns whether the container's own list has the variable. */
  boolean has(String name) {
    return entries.stream().anyMatch(entry -> name.equals(entry.text("name")));
  }

  /**
   * Returns the value that the container gets for the variable, as far as it is known. A reference
   * to an unknown value stays as it is written. Empty where no value is known.
   */
  String known(String variable) {
    String value = knownBefore(entries.size(), variable);
    return value == null ? "" : value;
  }

  /** The last entry counts, and over the sources. It refers to entries before it. */
  private @Nullable String knownBefore(int end, String variable) {
    for (int i = end - 1; i >= 0; i--) {
      YamlMapping entry = entries.get(i);
      if (variable.equals(entry.text("name"))) {
        int place = i;
        return entry.get("valueFrom") == null
            ? VariableExpansion.expand(written(entry), name -> knownBefore(place, name))
            : readable(entry);
      }
    }
    return sources.known(variable);
  }

  private @Nullable String readable(YamlMapping entry) {
    try {
      return referred(entry);
    } catch (InjectionException e) {
      return null; // The injection of the container tells of it.
    }
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
          throw new InjectionException(name + " stands in env twice: leave one entry", entry);
        }
        found = entry;
      }
    }
    return found;
  }

  /** Returns the sources of the container's variables beside its own list. */
  EnvironmentSources sources() {
    return sources;
  }

  /** Returns the name of an entry whose value refers to the variable; null for none. */
  @Nullable String referringTo(String name) {
    for (YamlMapping entry : entries) {
      String value = entry.text("value");
      if (value != null && value.contains("$(" + name + ")")) {
        return entry.text("name");
      }
    }
    return null;
  }

  /** Returns whether the object may be the source of variables. */
  static boolean isSource(ManifestObject object) {
    return KEYS.containsValue(object.kind());
  }
}
