// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number as it was written. It is made into a number when somebody asks, so that a number of a
 * million digits costs nothing in a field that nobody reads. Immutable.
 */
public final class JsonNumber {

  /** Longer than any whole number that fits a {@code long}, with a fraction of zeros behind it. */
  private static final int MAX_LENGTH = 40;

  private static final BigDecimal MAX = new BigDecimal(Long.MAX_VALUE);

  private final String text;

  /** Makes a number from its text in JSON. */
  public JsonNumber(String text) {
    this.text = text;
  }

  /**
   * Returns the number without its fraction, but a number between -1 and 0 as -1. Null when it does
   * not fit a {@code long}, when its exponent does not fit an {@code int}, and for text that is no
   * number.
   */
  public @Nullable Long whole() {
    BigDecimal value = text.length() > MAX_LENGTH ? null : decimal();
    if (value == null || value.abs().compareTo(MAX) > 0) {
      return null;
    }
    if (value.precision() - value.scale() <= 0) { // 1e-999999999 is not to be written out.
      return value.signum() < 0 ? -1L : 0L;
    }
    return value.longValue();
  }

  private @Nullable BigDecimal decimal() {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException none) {
      return null;
    }
  }

  /** Returns the number as it was written, shortened where it is long. */
  @Override
  public String toString() {
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
  }
}
