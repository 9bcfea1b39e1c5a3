// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.time.Instant;

/** Writes the lines of the log of Vault's server about the end of leases. */
final class ServerLines implements HistorySink {

  private final VaultLines.Lines out;

  ServerLines(VaultLines.Lines out) {
    this.out = out;
  }

  @Override
  public void revoked(HistoryLease lease, String token, long at) throws IOException {
    expired(lease, at);
  }

  @Override
  public void expired(HistoryLease lease, long at) throws IOException {
    out.line(
        Instant.ofEpochMilli(at) + " [INFO]  expiration: revoked lease: lease_id=" + lease.id());
  }
}
