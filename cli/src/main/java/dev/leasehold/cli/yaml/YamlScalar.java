// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scalar.
 *
 * @param value the value, as text
 * @param style how it is written
 */
public record YamlScalar(int start, int end, @Nullable String anchor, String value, Style style)
    implements YamlNode {

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  /** The style of a scalar. */
  public enum Style {
    /** Without quotes. */
    PLAIN,
    /** In single or double quotes. */
    QUOTED,
    /** On lines of its own, after {@code |} or {@code >}. */
    BLOCK
  }

  /** Returns whether it stands for null. */
  public boolean isNull() {
    return style == Style.PLAIN && anchor == null && NULLS.contains(value);
  }
}
