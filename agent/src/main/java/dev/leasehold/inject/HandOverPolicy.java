// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.time.Duration;

/**
 * The rule by which connections of a binding are moved to new sessions: which connections, when,
 * and by which driver. Immutable.
 */
public final class HandOverPolicy {

  private final HandOverDriver driver;
  private final boolean forTold;
  private final int mostAtOnce;
  private final Duration quiet;
  private final Duration notice;

  /**
   * Makes a policy.
   *
   * @param forTold whether connections are moved, too, that a pool is told to let go
   * @param mostAtOnce the number of connections to one server that are moved at once, with a login
   *     each
   * @param quiet the time for which a connection must not have been used
   * @param notice the time after the deadline that a session may wait for its holder to learn of
   *     its end, less than the margin
   */
  public HandOverPolicy(
      HandOverDriver driver, boolean forTold, int mostAtOnce, Duration quiet, Duration notice) {
    this.driver = driver;
    this.forTold = forTold;
    this.mostAtOnce = mostAtOnce;
    this.quiet = quiet;
    this.notice = notice;
  }

  HandOverDriver driver() {
    return driver;
  }

  boolean isForTold() {
    return forTold;
  }

  int mostAtOnce() {
    return mostAtOnce;
  }

  Duration quiet() {
    return quiet;
  }

  Duration notice() {
    return notice;
  }
}
