// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Short forms of long names. */
final class Fingerprints {

  private static final int LEASE_BYTES = 4;

  private final MessageDigest sha256;

  Fingerprints() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Returns the eight digits that a session of Leasehold names its lease with. */
  String lease(String leaseId) {
    byte[] hash = sha256.digest(leaseId.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, LEASE_BYTES);
  }

  /** Returns 64 bits that stand for a text which is compared and never shown (FNV-1a, mixed). */
  static @Nullable Long key(@Nullable String text) {
    if (text == null) {
      return null;
    }
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
