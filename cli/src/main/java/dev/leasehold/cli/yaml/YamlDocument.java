// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of a stream.
 *
 * @param root its root node; a null scalar in an empty document
 * @param aliased the nodes that aliases refer to
 */
public record YamlDocument(YamlNode root, List<YamlNode> aliased) {

  public YamlDocument {
    aliased = List.copyOf(aliased);
  }

  /**
   * Returns the anchor through which the node stands at several places: its own, or that of a node
   * that it is in. Null where it stands at one.
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
