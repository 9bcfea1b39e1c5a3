// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlDocument;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlParser;
import dev.leasehold.cli.yaml.YamlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An object of a manifest, also as an item of a list.
 *
 * @param document the document that it is in
 * @param node its mapping
 * @param places finds the places of its nodes
 */
record ManifestObject(YamlDocument document, YamlMapping node, ManifestPlaces places) {

  /** Returns the objects of the text in order; documents that are no mapping have none. */
  static List<ManifestObject> of(String text) throws YamlSyntaxException {
    return of(text, new ManifestPlaces(text));
  }

  /** Returns the objects of the text in order, whose places are found by others. */
  static List<ManifestObject> of(String text, ManifestPlaces places) throws YamlSyntaxException {
    List<ManifestObject> objects = new ArrayList<>();
    for (YamlDocument document : YamlParser.parse(text)) {
      if (document.root() instanceof YamlMapping mapping) {
        add(new ManifestObject(document, mapping, places), objects);
      }
    }
    return objects;
  }

  private static void add(ManifestObject object, List<ManifestObject> to) {
    List<YamlNode> items = object.kind().endsWith("List") ? object.node.items("items") : List.of();
    if (items.isEmpty()) {
      to.add(object);
    }
    for (YamlNode item : items) {
      if (item instanceof YamlMapping mapping) {
        add(new ManifestObject(object.document, mapping, object.places), to);
      }
    }
  }

  /** Returns the place of a node of the object's document. */
  ManifestPlace place(YamlNode of) {
    return places.inside(document, of);
  }

  /** Returns the place where the object begins. */
  ManifestPlace place() {
    return places.of(document, node);
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
}
