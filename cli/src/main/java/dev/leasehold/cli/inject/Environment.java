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

  private final List<YamlMapping> entries = new ArrayList<>();
  private final List<YamlMapping> sources = new ArrayList<>();

  Environment(YamlMapping container) {
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

  /** Returns Leasehold's and Vault's variables. */
  GivenVariables settings() {
    Map<String, String> known = new HashMap<>();
    Set<String> unknown = new HashSet<>();
    for (YamlMapping entry : entries) {
      String name = entry.text("name");
      if (name != null && (name.startsWith("LEASEHOLD_") || name.startsWith("VAULT_"))) {
        String written = entry.text("value");
        String value =
            entry.get("valueFrom") != null
                ? null
                : Expansion.literal(written == null ? "" : written);
        if (value == null) {
          unknown.add(name);
        } else {
          known.put(name, value);
        }
      }
    }
    return new GivenVariables(known, unknown);
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
          throw new InjectionException(name + " stands in env twice: leave one");
        }
        found = entry;
      }
    }
    return found;
  }

  /** Returns the ConfigMaps and Secrets whose keys become variables. */
  List<EnvironmentSource> sources() {
    List<EnvironmentSource> all = new ArrayList<>();
    for (YamlMapping source : sources) {
      for (String kind : List.of("ConfigMap", "Secret")) {
        YamlMapping ref = source.mapping(kind.equals("Secret") ? "secretRef" : "configMapRef");
        String name = ref == null ? null : ref.text("name");
        String prefix = source.text("prefix");
        if (name != null) {
          all.add(new EnvironmentSource(kind, name, prefix == null ? "" : prefix));
        }
      }
    }
    return all;
  }

  /**
   * An object whose keys become variables.
   *
   * @param kind {@code ConfigMap} or {@code Secret}
   * @param prefix what comes before each key
   */
  record EnvironmentSource(String kind, String name, String prefix) {

    /** Returns whether the object, if it is this one, gives the variable. */
    boolean gives(ManifestObject object, String variable) {
      for (String place : List.of("data", "stringData", "binaryData")) {
        YamlMapping keys = object.node().mapping(place);
        for (YamlMapping.Entry entry :
            keys == null ? List.<YamlMapping.Entry>of() : keys.entries()) {
          if (variable.equals(prefix + entry.key().value())) {
            return true;
          }
        }
      }
      return false;
    }

    /** Returns whether the object may be such a source. */
    static boolean isOne(ManifestObject object) {
      return object.kind().equals("ConfigMap") || object.kind().equals("Secret");
    }

    boolean is(ManifestObject object) {
      return object.kind().equals(kind) && name.equals(object.name());
    }

    /** Returns how messages name it. */
    String title() {
      return kind + " " + name;
    }
  }
}
