// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import dev.leasehold.cli.yaml.TextLines;
import dev.leasehold.cli.yaml.YamlDocument;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlParser;
import dev.leasehold.cli.yaml.YamlSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places of nodes in the text that was given, also where the nodes are of the text after
 * an undo. For one thread.
 */
final class ManifestPlaces {

  private final String text;
  private final @Nullable TextEdits undo;
  private @Nullable List<YamlDocument> documents;
  private int offset;
  private int line = 1;

  /** Finds places of nodes of the text itself. */
  ManifestPlaces(String text) {
    this(text, null);
  }

  /**
   * Finds places of nodes of the text that an undo has made.
   *
   * @param text the text before
   * @param undo the changes that were applied to it; null for none
   */
  ManifestPlaces(String text, @Nullable TextEdits undo) {
    this.text = text;
    this.undo = undo;
  }

  /** Returns the place of a whole object; an undo changes the path of none. */
  ManifestPlace of(YamlDocument document, YamlMapping object) {
    return new ManifestPlace(
        document.number(), document.path(object), line(original(object.start())));
  }

  /** Returns the place of a node in an object. */
  ManifestPlace inside(YamlDocument document, YamlNode node) {
    int start = original(node.start());
    YamlDocument given = undo == null ? document : documents().get(document.number() - 1);
    return new ManifestPlace(document.number(), given.path(node.getClass(), start), line(start));
  }

  private int original(int start) {
    return undo == null ? start : undo.original(start);
  }

  /** Parsed anew, for a finding alone: nodes take several times the memory of their text. */
  private List<YamlDocument> documents() {
    if (documents == null) {
      try {
        documents = YamlParser.parse(text);
      } catch (YamlSyntaxException e) {
        throw new IllegalStateException("a text that was parsed before", e);
      }
    }
    return documents;
  }

  /** Offsets mostly grow, so lines are counted from the offset before. */
  private int line(int start) {
    line += TextLines.between(text, offset, start);
    offset = start;
    return line;
  }
}
