// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import java.time.Duration;

/** A rotation that was asked for while an operation was under way, to be begun when that ends. */
final class RotationRequest {

  final String reason;
  final Duration wait;
  final boolean urgent;

  private RotationRequest(String reason, Duration wait, boolean urgent) {
    this.reason = reason;
    this.wait = wait;
    this.urgent = urgent;
  }

  /** Returns a request that waits for nothing. */
  static RotationRequest atOnce(String reason) {
    return urgent(reason, Duration.ZERO);
  }

  /** Returns whether it waits for nothing. */
  boolean isAtOnce() {
    return urgent && wait.isZero();
  }

  /** Returns a request that waits for the generation before to be drained. */
  static RotationRequest planned(String reason) {
    return new RotationRequest(reason, Duration.ZERO, false);
  }

  /** Returns a request that waits for nothing but the breaker. */
  static RotationRequest urgent(String reason, Duration wait) {
    return new RotationRequest(reason, wait, true);
  }
}
