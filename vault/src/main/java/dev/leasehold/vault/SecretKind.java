// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import java.time.Duration;

/** The kind of secret that an answer holds, seen from the answer itself. */
enum SecretKind {
  /** A dynamic secret: made for this request, with a lease. */
  DYNAMIC,
  /** A database static role: one user, whose password Vault changes now and then. */
  STATIC,
  /** Key and value, version 2: the secret is in an object of its own, beside its version. */
  KV2,
  /** Key and value, version 1. */
  KV1;

  /**
   * How long a credential that Vault does not end is vouched for when Vault cannot be asked: an
   * hour. Vault does not know when somebody will change a key-value secret, and a password that the
   * database rejects is read again at once anyway.
   */
  private static final Duration VOUCHED = Duration.ofHours(1);

  private static final Duration SECOND = Duration.ofSeconds(1);

  static SecretKind of(VaultResponse answer) {
    if (!answer.text("lease_id").isEmpty()) {
      return DYNAMIC;
    }
    if (answer.has("data", "data") && answer.has("data", "metadata")) {
      return KV2;
    }
    return answer.has("data", "last_vault_rotation") ? STATIC : KV1;
  }

  String username(VaultResponse answer) {
    return this == KV2 ? answer.text("data", "data", "username") : answer.text("data", "username");
  }

  String password(VaultResponse answer) {
    return this == KV2 ? answer.text("data", "data", "password") : answer.text("data", "password");
  }

  /** Returns an identifier that changes when the secret does. */
  String id(VaultResponse answer, String path, ClockReading at) {
    switch (this) {
      case DYNAMIC:
        return answer.text("lease_id");
      case STATIC:
        return path + "#" + answer.text("data", "last_vault_rotation");
      case KV2:
        return path + "#" + answer.number("data", "metadata", "version");
      default:
        return path + "#" + at.wallMillis();
    }
  }

  /**
   * Returns how long the secret is good for; zero only for a lease of no length.
   *
   * @throws BadResponseException when the answer has no such number
   */
  Duration duration(VaultResponse answer) throws BadResponseException {
    switch (this) {
      case DYNAMIC:
        return answer.seconds("lease_duration");
      case STATIC:
        return timeToChange(answer).plus(VOUCHED);
      case KV2:
        return VOUCHED;
      default:
        Duration hint = answer.secondsIfAny("lease_duration");
        return hint.isZero() || hint.compareTo(VOUCHED) > 0 ? VOUCHED : hint;
    }
  }

  /** Returns whether the lease can be made longer: by Vault, or by seeing that nothing changed. */
  boolean isRenewable(VaultResponse answer) {
    return this != DYNAMIC || answer.flag("renewable");
  }

  /** Returns the lease, with the time when Vault changes the credential if this is such a kind. */
  Lease withChange(Lease lease, VaultResponse answer) throws BadResponseException {
    return this == STATIC ? lease.changingAfter(timeToChange(answer)) : lease;
  }

  /** It is 0 while Vault is changing the password. */
  private static Duration timeToChange(VaultResponse answer) throws BadResponseException {
    Duration ttl = answer.seconds("data", "ttl");
    return ttl.compareTo(SECOND) >= 0 ? ttl : SECOND;
  }
}
