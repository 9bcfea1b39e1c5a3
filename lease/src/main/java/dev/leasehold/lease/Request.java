// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.time.Duration;

/** A rotation that was asked for while an operation was under way, to be begun when that ends. */
final class Request {

  final String reason;
  final Duration wait;
  final boolean urgent;

  private Request(String reason, Duration wait, boolean urgent) {
    this.reason = reason;
    this.wait = wait;
    this.urgent = urgent;
  }

  /** Returns a request that waits for nothing. */
  static Request atOnce(String reason) {
    return urgent(reason, Duration.ZERO);
  }

  /** Returns whether it waits for nothing. */
  boolean isAtOnce() {
    return urgent && wait.isZero();
  }

  /** Returns a request that waits for the generation before to be drained. */
  static Request planned(String reason) {
    return new Request(reason, Duration.ZERO, false);
  }

  /** Returns a request that waits for nothing but the breaker. */
  static Request urgent(String reason, Duration wait) {
    return new Request(reason, wait, true);
  }
}
