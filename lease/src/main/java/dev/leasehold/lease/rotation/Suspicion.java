// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.target.Target;

/** A reason to try the current credential. Immutable. */
final class Suspicion {

  private final Target at;
  private final String reason;
  private final boolean rejection;
  private final boolean loss;

  private Suspicion(Target at, String reason, boolean rejection, boolean loss) {
    this.at = at;
    this.reason = reason;
    this.rejection = rejection;
    this.loss = loss;
  }

  /**
   * A live connection failed as if its role were gone, or a connect failed where another has just
   * succeeded.
   */
  static Suspicion failedAt(Target target, String why) {
    return new Suspicion(target, why, false, false);
  }

  /**
   * A target rejects the credential that another target takes.
   *
   * @param tookBefore whether it took it once
   */
  static Suspicion rejectedBy(Target target, String why, boolean tookBefore) {
    return new Suspicion(target, why + " (" + target + ")", true, tookBefore);
  }

  /** Returns the target where it began. */
  Target at() {
    return at;
  }

  String reason() {
    return reason;
  }

  /** Returns whether the target has rejected the credential. */
  boolean isRejection() {
    return rejection;
  }

  /** Returns whether the target took the credential before it rejected it. */
  boolean isLoss() {
    return loss;
  }

  /** Returns how much it tells of the credential: a loss more than a rejection or a failure. */
  int weight() {
    return loss ? 2 : rejection ? 1 : 0;
  }
}
