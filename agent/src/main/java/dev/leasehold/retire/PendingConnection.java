// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.target.Target;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being opened with a generation's credential. Exactly one of the methods is
 * to be called, once; until then the generation does not drain before its deadline.
 */
public final class PendingConnection {

  private final Ledger ledger;
  private final GenerationConnections group;

  PendingConnection(Ledger ledger, GenerationConnections group) {
    this.ledger = ledger;
    this.group = group;
  }

  /**
   * Enters the connection in the ledger, unless an inner driver has done so already.
   *
   * @param target the target to which it leads
   * @param handOver its hand-over to a new session; null when it may not be moved
   */
  public void opened(Connection connection, Target target, @Nullable HandOver handOver) {
    ledger.enter(connection, JdbcConnections.INSTANCE, group, target, handOver);
  }

  /**
   * Enters a connection that is not one of JDBC's; it is known by its identity. It is aborted soon
   * if the generation's deadline is past.
   */
  public void opened(Object connection, ConnectionKind kind, Target target) {
    ledger.enter(connection, kind, group, target, null);
  }

  /**
   * Says that a connection that was open before is on the session that was opened.
   *
   * @return says that its old session is closed
   */
  public Runnable handedOver(Connection live) {
    return ledger.move(live, group);
  }

  /** Says that no connection came of it. */
  public void failed() {
    group.failed();
  }
}
