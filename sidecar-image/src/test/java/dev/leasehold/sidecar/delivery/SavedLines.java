// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.LeaseClock;

/** Lines of a state file, as a sidecar writes them. */
public final class SavedLines {

  private SavedLines() {}

  /** Returns the line of a lease of one hour that has this many milliseconds left. */
  public static String of(LeaseClock clock, String id, long leftMillis) {
    return "{\"vault\":\"https://127.0.0.1:1\",\"path\":\"database/creds/orders\",\"saved_nanos\":"
        + clock.nanos()
        + ",\"saved_ms\":"
        + clock.wallMillis()
        + ",\"lease_id\":\""
        + id
        + "\",\"username\":\"v-"
        + id
        + "\",\"password\":\"secret\",\"issued_age_ms\":0,\"age_ms\":"
        + (3_600_000 - leftMillis)
        + ",\"duration_ms\":3600000,\"renewable\":1,\"revocable\":1,\"changes_after_ms\":0}";
  }
}
