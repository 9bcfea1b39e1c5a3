// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import org.jspecify.annotations.Nullable;

/** A node of a document, with its place in the text. Immutable. */
public sealed interface YamlNode permits YamlMapping, YamlSequence, YamlScalar, YamlAlias {

  /** Returns the offset of the node's first character; that of its anchor or tag, if it has any. */
  int start();

  /**
   * Returns the offset behind the node's last character. A block collection ends with its last
   * node. A block scalar ends before its last line break.
   */
  int end();

  /** Returns the name of the node's anchor, or null. */
  @Nullable String anchor();
}
