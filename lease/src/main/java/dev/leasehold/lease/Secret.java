// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must never be printed. {@link #toString()} is masked. Code that needs the value
 * calls {@link #reveal()}.
 *
 * <p>Held as a {@code String} because drivers take nothing else; it lives as long as its
 * credential.
 */
public final class Secret {

  private static final String MASK = "****";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Returns a secret with this value. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** Returns the value itself. The caller must not store it, log it or put it in a message. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret && MessageDigest.isEqual(bytes(), ((Secret) other).bytes());
  }

  @Override
  public int hashCode() {
    return 0; // A hash of a secret is a hint at the secret.
  }

  @Override
  public String toString() {
    return MASK;
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
