// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A lease of a history.
 *
 * @param pod the pod that took it
 * @param role the name of the role that Vault made for it
 * @param takenAt milliseconds since 1970, by Vault's clock
 */
record HistoryLease(HistoryPod pod, String id, String role, long takenAt) {

  /** Returns the name that the agent gives to a session of this lease. */
  String application() {
    if (!pod.isStamped()) {
      return "PostgreSQL JDBC Driver";
    }
    String name = pod.name();
    return "leasehold/" + name.substring(Math.max(0, name.length() - 44)) + "/" + fingerprint();
  }

  private String fingerprint() {
    return sha256(id, 4);
  }

  /**
   * Returns the first bytes of a hash, in hexadecimal. A million leases have no two hashes that
   * agree in eight bytes; in four bytes a hundred of them do.
   */
  static String sha256(String text, int bytes) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
