// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextLines;
import dev.leasehold.cli.yaml.YamlDocument;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An object of a manifest, also as an item of a list.
 *
 * @param document the document that it is in
 * @param node its mapping
 * @param line the line on which it begins, from 1
 */
record ManifestObject(YamlDocument document, YamlMapping node, int line) {

  /** Returns the objects of the documents in order; documents that are no mapping have none. */
  static List<ManifestObject> of(List<YamlDocument> documents, String text) {
    LineCounter lines = new LineCounter(text);
    List<ManifestObject> objects = new ArrayList<>();
    for (YamlDocument document : documents) {
      if (document.root() instanceof YamlMapping mapping) {
        add(new ManifestObject(document, mapping, lines.at(mapping.start())), objects, lines);
      }
    }
    return objects;
  }

  private static void add(ManifestObject object, List<ManifestObject> to, LineCounter lines) {
    List<YamlNode> items = object.kind().endsWith("List") ? object.node.items("items") : List.of();
    if (items.isEmpty()) {
      to.add(object);
    }
    for (YamlNode item : items) {
      if (item instanceof YamlMapping mapping) {
        add(new ManifestObject(object.document, mapping, lines.at(mapping.start())), to, lines);
      }
    }
  }

  /** Returns the place of a node of the object's document. */
  ManifestPlace place(YamlNode of) {
    int at = line + TextLines.between(document.text(), node.start(), of.start());
    return new ManifestPlace(document.number(), document.path(of), at);
  }

  /** Returns the place where the object begins. */
  ManifestPlace place() {
    return place(node);
  }

  /** Returns the kind, empty where the object has none. */
  String kind() {
    return textOf(node, "kind");
  }

  /** Returns the API group, empty for the core. */
  String group() {
    String version = textOf(node, "apiVersion");
    int slash = version.indexOf('/');
    String group = slash < 0 ? "" : version.substring(0, slash);
    return group.equals("extensions") ? "apps" : group; // Where Deployment was before 1.9.
  }

  /** Returns the name, or null. */
  @Nullable String name() {
    YamlMapping metadata = node.mapping("metadata");
    String name = metadata == null ? null : metadata.text("name");
    return name == null && metadata != null ? metadata.text("generateName") : name;
  }

  /** Returns the namespace, or null. */
  @Nullable String namespace() {
    YamlMapping metadata = node.mapping("metadata");
    return metadata == null ? null : metadata.text("namespace");
  }

  /** Returns how messages name the object, such as {@code deployment/orders}. */
  String title() {
    String kind = kind().isEmpty() ? "object" : kind().toLowerCase(Locale.ROOT);
    return kind + "/" + (name() == null ? "?" : name());
  }

  private static String textOf(YamlMapping mapping, String key) {
    String text = mapping.text(key);
    return text == null ? "" : text;
  }

  /** Counts lines up to offsets that mostly grow. */
  private static final class LineCounter {
    private final String text;
    private int offset;
    private int line = 1;

    LineCounter(String text) {
      this.text = text;
    }

    int at(int wanted) {
      if (wanted < offset) { // An alias leads back.
        offset = 0;
        line = 1;
      }
      for (; offset < wanted; offset++) {
        line += text.charAt(offset) == '\n' ? 1 : 0;
      }
      return line;
    }
  }
}
