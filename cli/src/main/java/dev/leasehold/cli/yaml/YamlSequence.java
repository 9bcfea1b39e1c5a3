// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence.
 *
 * @param isFlow whether it is written in brackets
 * @param firstDash offset of the first dash of a block sequence; -1 in a flow sequence
 */
public record YamlSequence(
    int start,
    int end,
    @Nullable String anchor,
    boolean isFlow,
    int firstDash,
    List<YamlNode> items)
    implements YamlNode {

  public YamlSequence {
    items = List.copyOf(items);
  }
}
