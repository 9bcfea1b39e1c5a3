// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a node in its document, as Kubernetes names fields: {@code
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

  /**
   * Returns the path of the node of a type that begins at the offset, empty for the root itself;
   * null where there is none. No two nodes of one type begin at one offset. A scalar is found by an
   * offset in it, too, as an undo may have taken out its first word.
   */
  static @Nullable String of(YamlNode root, Class<? extends YamlNode> type, int start) {
    return find(root, node -> type.isInstance(node) && isAt(node, start), start, "");
  }

  private static boolean isAt(YamlNode node, int offset) {
    return node.start() == offset
        || node instanceof YamlScalar && node.start() < offset && offset < node.end();
  }

  private static @Nullable String find(
      YamlNode node, Predicate<YamlNode> wanted, int start, String path) {
    if (wanted.test(node)) {
      return path;
    }
    if (node instanceof YamlMapping mapping) {
      return find(mapping, wanted, start, path);
    }
    return node instanceof YamlSequence sequence
        ? find(sequence.items(), wanted, start, path)
        : null;
  }

  private static @Nullable String find(
      YamlMapping mapping, Predicate<YamlNode> wanted, int start, String path) {
    for (YamlMapping.Entry entry : mapping.entries()) {
      if (wanted.test(entry.key())) {
        return key(path, entry.key().value());
      }
      if (spans(entry.value(), start)) {
        String found = find(entry.value(), wanted, start, key(path, entry.key().value()));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable String find(
      List<YamlNode> items, Predicate<YamlNode> wanted, int start, String path) {
    for (int i = 0; i < items.size(); i++) {
      if (spans(items.get(i), start)) {
        String found = find(items.get(i), wanted, start, item(path, i));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Asked before a path is written: a list may have ten thousand items, each with a place. */
  private static boolean spans(YamlNode node, int offset) {
    return node.start() <= offset && offset <= node.end();
  }
}
