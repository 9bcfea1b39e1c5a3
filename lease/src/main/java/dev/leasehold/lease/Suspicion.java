package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A reason to try the current credential, looked into every few seconds at most. Not safe for many
 * threads.
 */
final class Suspicion {

  /** How soon after the last look the next one begins at the earliest. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final LeaseClock clock;
  private @Nullable Moment lastLook;
  private @Nullable Target at;
  private boolean rejected;
  private boolean lost;
  private String reason = "";

  Suspicion(LeaseClock clock) {
    this.clock = clock;
  }

  /** A live connection failed as if its role were gone, or a connect where one has just served. */
  void failedAt(Target target, String why) {
    if (at == null && isRested()) { // What follows a look so soon is what led to it.
      set(target, why, false, false);
    }
  }

  /**
   * A target rejects what another one takes.
   *
   * @param tookBefore whether it took it once
   */
  void rejectedBy(Target target, String why, boolean tookBefore) {
    if (at == null || tookBefore || !rejected) {
      set(target, why, true, tookBefore);
    }
  }

  private void set(Target target, String why, boolean isRejected, boolean isLost) {
    at = target;
    reason = why;
    rejected = isRejected;
    lost = isLost;
  }

  /** Returns whether there is one, and the last look was long enough ago. */
  boolean isDue() {
    return at != null && isRested();
  }

  private boolean isRested() {
    return lastLook == null || clock.now().since(lastLook).compareTo(PAUSE) >= 0;
  }

  /** Notes that it is looked into now. */
  void look() {
    lastLook = clock.now();
  }

  /** Returns the target where it began; null when there is none. */
  @Nullable Target at() {
    return at;
  }

  /** Returns whether the target has rejected the credential. */
  boolean isRejection() {
    return rejected;
  }

  /** Returns whether the target took the credential before it rejected it. */
  boolean isLoss() {
    return lost;
  }

  String reason() {
    return reason;
  }

  /** Forgets it: it was looked into. */
  void clear() {
    at = null;
    lost = false;
  }

  /** Forgets it and the last look: another generation is current. */
  void reset() {
    clear();
    lastLook = null;
  }
}
