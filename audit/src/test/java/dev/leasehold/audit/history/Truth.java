// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which role belongs to which lease, and which lease to which pod, as hashes. */
final class Truth implements HistorySink {

  private final Map<Long, Long> leases = new HashMap<>();
  private final Map<Long, Long> pods = new HashMap<>();

  @Override
  public void taken(HistoryLease lease, String token, String address) {
    leases.put(key(lease.role()), key(lease.id()));
    if (!token.startsWith("copied-")) {
      pods.put(key(lease.id()), key(lease.pod().uid()));
    }
  }

  boolean isLease(String role, @Nullable String lease) {
    return lease != null && key(lease).equals(leases.get(key(role)));
  }

  boolean isPod(String lease, @Nullable String uid) {
    Long pod = pods.get(key(lease));
    return pod == null ? uid == null : uid != null && pod.equals(key(uid));
  }

  /**
   * FNV-1a of 64 bits: of a million texts, hundreds share the hash of 32 bits that strings have.
   */
  private static Long key(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  int leases() {
    return leases.size();
  }
}
