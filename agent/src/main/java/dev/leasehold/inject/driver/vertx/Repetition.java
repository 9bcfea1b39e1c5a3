// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import dev.leasehold.inject.reactive.LoginGrant;
import org.jspecify.annotations.Nullable;

/**
 * The decision whether a rejected connect is made again. With another credential it is made once.
 * With the same credential it is made a few times, after pauses that double from 250 ms on. A
 * replica may not know the role yet, and cannot be asked.
 */
final class Repetition {

  /** Before the first connect. */
  static final Repetition NONE = new Repetition(null, 0);

  /** So that the pauses add up to about four seconds. */
  private static final int SAME = 4;

  private final @Nullable LoginGrant rejected;
  private final int times;

  private Repetition(@Nullable LoginGrant rejected, int times) {
    this.rejected = rejected;
    this.times = times;
  }

  /** Returns the next connect after this grant was rejected; null if there is none. */
  @Nullable Repetition after(LoginGrant grant) {
    boolean another = rejected != null && !grant.isSameCredential(rejected);
    return another || times > SAME ? null : new Repetition(grant, times + 1);
  }
}
