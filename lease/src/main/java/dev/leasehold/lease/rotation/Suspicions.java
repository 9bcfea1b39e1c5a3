// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reasons to try the current credential, looked into every few seconds at most. Not safe for
 * many threads.
 */
final class Suspicions {

  /** How soon after the last look the next one begins at the earliest. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final LeaseClock clock;
  private @Nullable ClockReading lastLook;
  private @Nullable Suspicion next;
  private @Nullable Suspicion underWay;

  Suspicions(LeaseClock clock) {
    this.clock = clock;
  }

  /**
   * Adds one. A rejection waits until it can be looked into; what else comes too soon is dropped.
   */
  void add(Suspicion suspicion) {
    Suspicion known = next;
    if (suspicion.isRejection()) {
      next = known == null || suspicion.isLoss() || !known.isRejection() ? suspicion : known;
    } else if (known == null && isRested()) {
      next = suspicion; // What follows a look so soon is what led to it.
    }
  }

  /** A target that rejected the credential takes it now. */
  void refute(Target by) {
    if (next != null && next.isRejection() && next.at().equals(by)) {
      next = null;
    }
  }

  /** Forgets what began at another target than these. */
  void keep(Targets targets) {
    if (next != null && !targets.includes(next.at())) {
      next = null;
    }
  }

  /** Returns the one that is to be looked into now, if any. */
  @Nullable Suspicion due() {
    return isRested() ? next : null;
  }

  private boolean isRested() {
    return lastLook == null || clock.now().since(lastLook).compareTo(PAUSE) >= 0;
  }

  /** Notes that this one is looked into now. */
  void look(Suspicion suspicion) {
    lastLook = clock.now();
    underWay = suspicion;
    next = null;
  }

  /** Ends the look; returns what it was about. */
  @Nullable Suspicion end() {
    Suspicion ended = underWay;
    underWay = null;
    return ended;
  }

  /** Forgets all: another generation is current. */
  void reset() {
    next = null;
    underWay = null;
    lastLook = null;
  }
}
