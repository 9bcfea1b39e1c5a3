// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

/** A generation that a target rejected, on its way to the rotation. Safe for many threads. */
final class RejectedGeneration {

  private final LeasedGeneration generation;
  private volatile boolean heard;

  RejectedGeneration(LeasedGeneration generation) {
    this.generation = generation;
  }

  /** Says that the rotation has heard of it, and that its orders take it into account. */
  void heard() {
    heard = true;
  }

  /** Returns whether this generation is none to try next. */
  boolean isOf(LeasedGeneration next) {
    return generation == next && !heard;
  }
}
