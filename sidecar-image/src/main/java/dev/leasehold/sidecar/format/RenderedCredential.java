// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import dev.leasehold.lease.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a format may need.
 *
 * @param username the database's user; not secret
 * @param password the user's password
 * @param issuedAt when Vault gave it out
 * @param validUntil when its lease ends; null where no end is known
 * @param binding the binding's name
 * @param url the target of the binding, {@code jdbc:postgresql://host:5432/db} or libpq's {@code
 *     postgresql://host/db}; empty where the binding has none
 */
public record RenderedCredential(
    String username,
    Secret password,
    Instant issuedAt,
    @Nullable Instant validUntil,
    String binding,
    String url) {

  /** Shows neither the password nor the URL, which may hold a password. */
  @Override
  public String toString() {
    return "credential of binding " + binding + " for user " + username;
  }
}
