// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.LeaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An operation on a lease, as the label {@code operation} names it. */
enum Operation {
  FETCH,
  PROBE,
  ROTATE,
  RENEW,
  REVOKE;

  /** The reason of a failure on the database's side. */
  static final String DATABASE = "database";

  /** The reason of a failure that is a fault of Leasehold's own. */
  static final String FAULT = reason(LeaseException.Kind.FAULT);

  /** Returns how the label {@code reason} names a kind. */
  static String reason(LeaseException.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns every reason for which the operation can fail. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    for (LeaseException.Kind kind : LeaseException.Kind.values()) {
      reasons.add(reason(kind));
    }
    if (this == PROBE) {
      reasons.add(DATABASE);
    }
    return reasons;
  }

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
