// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import org.jspecify.annotations.Nullable;

/** A generation that a target rejected, on its way to the rotation. Safe for many threads. */
class RejectedGeneration {

  private final LeasedGeneration generation;
  private volatile boolean heard;

  RejectedGeneration(LeasedGeneration generation) {
    this.generation = generation;
  }

  /** Says that the rotation has heard of it, and that its orders take it into account. */
  void heard() {
    heard = true;
  }

  /**
   * Returns the generation that is none to try next; null once the rotation has heard of it. To be
   * asked before its orders are read: an order that is read first may be one of before.
   */
  @Nullable LeasedGeneration excluded() {
    return heard ? null : generation;
  }
}
