// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.FingerprintKey;
import dev.leasehold.audit.source.LineReader;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.PostgresPrefix;
import dev.leasehold.audit.source.PostgresReader;
import dev.leasehold.audit.source.VaultAuditReader;
import dev.leasehold.audit.source.VaultServerReader;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes readers of logs. */
record LogReaders(
    LogTables tables,
    PositionStore positions,
    FingerprintKey key,
    @Nullable PostgresPrefix prefix) {

  /** Returns a reader that begins between two entries. */
  LineReader reader(LogKind kind) throws SQLException {
    return switch (kind) {
      case VAULT_AUDIT -> new VaultAuditReader(tables, positions.firstEntry(), key);
      case VAULT_SERVER -> new VaultServerReader(tables);
      case POSTGRESQL -> new PostgresReader(tables, key, prefix);
      case KUBERNETES, KUBERNETES_AUDIT, AGENT, POSTGRESQL_LIVE ->
          throw new IllegalArgumentException(kind.title() + " is no log that is followed");
    };
  }
}
