// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/**
 * An audit device of Vault. It writes usernames as hashes, with a key of its own that Vault alone
 * has.
 */
public interface AuditDevice {

  /** Returns the name of the device, as in {@code file}. */
  String name();

  /**
   * Asks Vault how the device writes a name.
   *
   * @return the hash, as in {@code hmac-sha256:0a1b}
   * @throws LiveException if Vault does not answer, or refuses
   */
  String hash(String name);
}
