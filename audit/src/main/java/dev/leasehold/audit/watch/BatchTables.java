// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.AuditTables;
import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.RowWriter;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables for readers that live longer than a transaction. Their rows go to the transaction of
 * that time.
 */
final class BatchTables implements LogTables {

  private final StoredTables stored;
  private final WatchCounts counts;
  private @Nullable AuditTables batch;

  BatchTables(StoredTables stored, WatchCounts counts) {
    this.stored = stored;
    this.counts = counts;
  }

  void begin() throws SQLException {
    batch = stored.tables();
  }

  /** Ends the transaction: the rows since its begin are there. */
  void commit() throws SQLException {
    current().close();
    batch = null;
  }

  private AuditTables current() {
    return Objects.requireNonNull(batch, "rows are written in a transaction");
  }

  @Override
  public RowWriter writer(String table) {
    return values -> current().writer(table).row(values);
  }

  @Override
  public void problem(LogKind source, String input, LineProblem reason, long line) {
    current().problem(source, input, reason, line);
    counts.passedOver(source);
  }

  @Override
  public void read(LogKind source) {
    current().read(source);
    counts.read(source);
  }
}
