// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is done to a lease, as the label {@code operation} names it. */
enum Operation {
  FETCH,
  PROBE,
  ROTATE,
  RENEW,
  REVOKE;

  /** Returns the label's value. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the operation that a listener is told of; null where that is none of these. */
  static @Nullable Operation of(String text) {
    for (Operation operation : values()) {
      if (operation.text().equals(text)) {
        return operation;
      }
    }
    return null;
  }
}
