// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of the credentials beside the planned rotations.
 *
 * @param revocation the cost of the revocation of the current role; null where there was none
 * @param takeOver the result of killing the sidecar; null where it was not killed
 * @param outage the result of the outage; null where there was none
 */
record Events(
    @Nullable Revocation revocation, @Nullable TakeOver takeOver, @Nullable Outage outage) {

  /** Returns how many roles had their turn because of a revocation. */
  int forcedTurns() {
    return revocation == null ? 0 : 1;
  }

  /** Returns the failures that are the cost of a revocation. */
  List<Failure> cost() {
    return revocation == null ? List.of() : revocation.cost();
  }
}
