// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of a stream.
 *
 * @param number its number in the stream, from 1
 * @param text the whole stream
 * @param root its root node; a null scalar in an empty document
 * @param aliased the nodes that aliases refer to
 */
public record YamlDocument(int number, String text, YamlNode root, List<YamlNode> aliased) {

  public YamlDocument {
    aliased = List.copyOf(aliased);
  }

  /**
   * Returns where the node stands in the document, as Kubernetes names fields: {@code
   * spec.containers[0].env[2]}; empty for the root. The value of an alias is where its anchor is.
   */
  public String path(YamlNode node) {
    return path(node.getClass(), node.start());
  }

  /** Returns where the node of the type stands that begins at the offset of the stream. */
  public String path(Class<? extends YamlNode> type, int start) {
    String path = YamlPath.of(root, type, start);
    return path == null ? "" : path;
  }

  /**
   * Returns the anchor through which the node stands at several places: its own, or that of a node
   * that it is in. Null where it stands at one place.
   */
  public @Nullable String sharedBy(YamlNode node) {
    for (YamlNode target : aliased) {
      if (target.start() <= node.start() && node.end() <= target.end()) {
        return target.anchor();
      }
    }
    return null;
  }
}
