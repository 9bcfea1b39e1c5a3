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
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
