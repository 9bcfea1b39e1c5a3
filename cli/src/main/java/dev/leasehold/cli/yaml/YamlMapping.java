// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mapping. Its keys are scalars, and no two are the same.
 *
 * @param isFlow whether it is written in braces
 */
public record YamlMapping(
    int start, int end, @Nullable String anchor, boolean isFlow, List<Entry> entries)
    implements YamlNode {

  /** The key that takes in the entries of another mapping, in YAML 1.1. */
  public static final String MERGE = "<<";

  public YamlMapping {
    entries = List.copyOf(entries);
  }

  /** A key and its value. */
  public record Entry(YamlScalar key, YamlNode value) {}

  /** Returns the entry with the key, or null; merged entries are not looked at. */
  public @Nullable Entry entry(String key) {
    for (Entry entry : entries) {
      if (entry.key().value().equals(key)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Returns the value of the key, or null. In place of an alias it returns the value that the alias
   * stands for.
   */
  public @Nullable YamlNode get(String key) {
    Entry entry = entry(key);
    return entry == null ? null : target(entry.value());
  }

  /** Returns the mapping that is the value of the key; null where it is none. */
  public @Nullable YamlMapping mapping(String key) {
    return get(key) instanceof YamlMapping mapping ? mapping : null;
  }

  /** Returns the items of the sequence that is the value of the key, aliases followed. */
  public List<YamlNode> items(String key) {
    return get(key) instanceof YamlSequence sequence
        ? sequence.items().stream().map(YamlMapping::target).toList()
        : List.of();
  }

  /** Returns the scalar that is the value of the key, as text; null where it is none, or null. */
  public @Nullable String text(String key) {
    return get(key) instanceof YamlScalar scalar && !scalar.isNull() ? scalar.value() : null;
  }

  /** Returns whether the mapping has the key from another mapping, through a merge key. */
  public boolean merges(String key) {
    YamlNode merged = get(MERGE);
    List<YamlNode> sources =
        merged instanceof YamlSequence sequence
            ? sequence.items()
            : merged == null ? List.of() : List.of(merged);
    for (YamlNode source : sources) {
      if (target(source) instanceof YamlMapping mapping
          && (mapping.entry(key) != null || mapping.merges(key))) {
        return true;
      }
    }
    return false;
  }

  private static YamlNode target(YamlNode node) {
    return node instanceof YamlAlias alias ? alias.target() : node;
  }
}
