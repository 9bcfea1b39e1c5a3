// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The items of {@code envFrom}, which give a container variables beside its own list. Of two items
 * that give one variable the later counts. The container's own list counts over both, as for the
 * kubelet (k8s.io/kubernetes, pkg/kubelet/kubelet_pods.go).
 */
final class EnvironmentSources {

  private static final Map<String, String> KINDS =
      Map.of("configMapRef", "ConfigMap", "secretRef", "Secret");

  /**
   * The source of a variable.
   *
   * @param title how messages name the object, such as {@code ConfigMap settings}
   * @param node the item of {@code envFrom}
   * @param isOptional whether the container may start without the variable
   * @param value the value that the container gets from it
   */
  record EnvironmentSource(String title, YamlMapping node, boolean isOptional, String value) {}

  private record Item(YamlMapping node, String kind, String name, boolean isOptional) {

    String title() {
      return kind + " " + name;
    }

    String prefix() {
      String prefix = node.text("prefix");
      return prefix == null ? "" : prefix;
    }

    /** Returns the value among these that the container gets for the variable; null for none. */
    @Nullable String value(Map<String, String> values, String variable) {
      return variable.startsWith(prefix())
          ? values.get(variable.substring(prefix().length()))
          : null;
    }
  }

  private final VariableSources objects;
  private final List<Item> items = new ArrayList<>();
  private final Set<InjectionProblem> unread = new LinkedHashSet<>();

  EnvironmentSources(YamlMapping container, VariableSources objects) {
    this.objects = objects;
    for (YamlNode item : container.items("envFrom")) {
      if (item instanceof YamlMapping mapping) {
        KINDS.forEach((key, kind) -> add(mapping, mapping.mapping(key), kind));
      }
    }
  }

  private void add(YamlMapping item, @Nullable YamlMapping reference, String kind) {
    String name = reference == null ? null : reference.text("name");
    if (reference != null && name != null) {
      items.add(new Item(item, kind, name, isOptional(reference)));
    }
  }

  /** Returns whether the container starts where the object or key of the reference is missing. */
  static boolean isOptional(YamlMapping reference) {
    String optional = reference.text("optional");
    return optional != null && !optional.equalsIgnoreCase("false");
  }

  /**
   * Returns the source that gives the variable to the container; null where none is known.
   *
   * @param isNowhere takes the sources that are not to be found
   * @throws InjectionException when the user may not read one of the sources
   */
  @Nullable EnvironmentSource find(String variable, WarningConsumer isNowhere)
      throws InjectionException {
    EnvironmentSource found = null;
    for (Item item : items) {
      Map<String, String> values = objects.values(item.kind, item.name, item.node);
      if (values == null) {
        isNowhere.accept(item.title() + " (envFrom) is " + objects.place(), item.node);
      } else {
        String value = item.value(values, variable);
        boolean isOptional = item.isOptional && (found == null || found.isOptional());
        found =
            value == null
                ? found
                : new EnvironmentSource(item.title(), item.node, isOptional, value);
      }
    }
    return found;
  }

  /**
   * Returns the value that the container gets for the variable, as far as it is known; null for
   * none. A source that the user may not read is as in {@link #forEach}.
   */
  @Nullable String known(String variable) {
    String known = null;
    for (Item item : items) {
      String value = item.value(readable(item), variable);
      known = value == null ? known : value;
    }
    return known;
  }

  /**
   * Hands out all known variables; of one name, the variable that counts comes last. A source that
   * the user may not read has none: {@link #find} tells of it where the container is to be
   * injected, and {@link #unread} elsewhere.
   */
  void forEach(BiConsumer<String, EnvironmentSource> variables) {
    for (Item item : items) {
      readable(item)
          .forEach(
              (key, value) ->
                  variables.accept(
                      item.prefix() + key,
                      new EnvironmentSource(item.title(), item.node, item.isOptional, value)));
    }
  }

  private Map<String, String> readable(Item item) {
    try {
      Map<String, String> values = objects.values(item.kind, item.name, item.node);
      return values == null ? Map.of() : values;
    } catch (InjectionException e) {
      unread.addAll(e.problems());
      return Map.of();
    }
  }

  /** Returns the sources that {@link #forEach} could not read. */
  List<InjectionProblem> unread() {
    return List.copyOf(unread);
  }
}
