// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Secret;
import java.time.Duration;

/** A token that one process logged in for and leaves to the next, with its life. Immutable. */
final class SavedToken {

  final Secret token;
  final ClockReading grantedAt;
  final Duration life;
  final Duration fullLife;
  final boolean extendable;

  SavedToken(
      Secret token, ClockReading grantedAt, Duration life, Duration fullLife, boolean extendable) {
    this.token = token;
    this.grantedAt = grantedAt;
    this.life = life;
    this.fullLife = fullLife;
    this.extendable = extendable;
  }

  @Override
  public String toString() {
    return "token " + token + " for " + life.getSeconds() + " s";
  }
}
