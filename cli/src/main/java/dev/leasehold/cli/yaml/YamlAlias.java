// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import org.jspecify.annotations.Nullable;

/**
 * A reference to the node that has an anchor.
 *
 * @param name name of the anchor
 * @param target the node with the anchor
 */
public record YamlAlias(int start, int end, String name, YamlNode target) implements YamlNode {

  @Override
  public @Nullable String anchor() {
    return null;
  }
}
