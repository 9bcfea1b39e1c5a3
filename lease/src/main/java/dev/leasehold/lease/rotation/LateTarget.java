// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import org.jspecify.annotations.Nullable;

/**
 * A target that does not get the current generation, as it rejects that or nobody could ask it yet.
 * Holds the generation for its connects meanwhile, or the reason of their refusal.
 */
final class LateTarget {

  private final TargetState state;
  private final @Nullable LeasedGeneration generation;
  private final @Nullable String refusal;
  private final @Nullable LeasedGeneration lacking;
  private final @Nullable ClockReading since;

  /**
   * Makes a late target.
   *
   * @param generation the generation to connect with; null for none
   * @param refusal the reason why connects are refused; null where they wait
   * @param lacking the current generation, if other targets take it, or if the target may take it
   *     yet and gets another generation meanwhile. Null where it is of no use
   * @param since the beginning of the wait for a generation; null where the target has a generation
   */
  LateTarget(
      TargetState state,
      @Nullable LeasedGeneration generation,
      @Nullable String refusal,
      @Nullable LeasedGeneration lacking,
      @Nullable ClockReading since) {
    this.state = state;
    this.generation = generation;
    this.refusal = refusal;
    this.lacking = lacking;
    this.since = since;
  }

  /** Returns the generation to connect with; null for none. */
  @Nullable LeasedGeneration generation() {
    return generation;
  }

  /** Returns why connects are refused; null where they are not. */
  @Nullable String refusal() {
    return refusal;
  }

  /** Returns the current generation, if the target alone is late for it; null if it is not. */
  @Nullable LeasedGeneration lacking() {
    return lacking;
  }

  /** Returns since when there is no generation for the target; null where there is a generation. */
  @Nullable ClockReading since() {
    return since;
  }

  /** Returns the target's answers about credentials. */
  TargetState state() {
    return state;
  }

  boolean isSame(@Nullable LateTarget other) {
    return other != null
        && state == other.state
        && generation == other.generation
        && lacking == other.lacking
        && (refusal == null ? other.refusal == null : refusal.equals(other.refusal));
  }
}
