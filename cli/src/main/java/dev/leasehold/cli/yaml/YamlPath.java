// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a node stands in its document, as Kubernetes names fields: {@code
 * spec.containers[0].env[2]}, {@code metadata.annotations[example.com/name]}.
 */
final class YamlPath {

  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_-]+");

  private YamlPath() {}

  /** Returns the path of a key below another path. */
  static String key(String parent, String key) {
    if (!FIELD.matcher(key).matches()) {
      return parent + "[" + key + "]";
    }
    return parent.isEmpty() ? key : parent + "." + key;
  }

  /** Returns the path of an item below the path of its sequence. */
  static String item(String parent, int number) {
    return parent + "[" + number + "]";
  }

  /** Returns the path of the node, empty for the root itself; null where it is not below. */
  static @Nullable String of(YamlNode root, YamlNode wanted) {
    return find(root, wanted, "");
  }

  private static @Nullable String find(YamlNode node, YamlNode wanted, String path) {
    if (node == wanted) {
      return path;
    }
    if (node instanceof YamlMapping mapping) {
      return find(mapping, wanted, path);
    }
    return node instanceof YamlSequence sequence ? find(sequence.items(), wanted, path) : null;
  }

  private static @Nullable String find(YamlMapping mapping, YamlNode wanted, String path) {
    for (YamlMapping.Entry entry : mapping.entries()) {
      if (entry.key() == wanted) {
        return key(path, entry.key().value());
      }
      if (spans(entry.value(), wanted)) {
        String found = find(entry.value(), wanted, key(path, entry.key().value()));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable String find(List<YamlNode> items, YamlNode wanted, String path) {
    for (int i = 0; i < items.size(); i++) {
      if (spans(items.get(i), wanted)) {
        String found = find(items.get(i), wanted, item(path, i));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Asked before a path is written: a list may have ten thousand items, each with a place. */
  private static boolean spans(YamlNode node, YamlNode wanted) {
    return node.start() <= wanted.start() && wanted.end() <= node.end();
  }
}
