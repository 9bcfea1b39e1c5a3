// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.persistence.descriptors.RelationalDescriptor;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.eclipse.persistence.internal.databaseaccess.Accessor;
import org.eclipse.persistence.internal.databaseaccess.DatabaseAccessor;
import org.eclipse.persistence.logging.SessionLog;
import org.eclipse.persistence.platform.database.PostgreSQLPlatform;
import org.eclipse.persistence.sequencing.NativeSequence;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.eclipse.persistence.sessions.server.ConnectionPool;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * EclipseLink's own pools, which it has where an application names a driver and no data source.
 * Before a connection is lent, a receipt is stored, whose number its column gives. EclipseLink asks
 * for that number by {@code select lastval()}.
 */
final class EclipseLink implements ConnectionSource {

  private static final String TABLE = "receipts";
  private static final String NUMBER = "number";

  private final ServerSession session;

  /** A row of a table with an identity column. */
  static final class Receipt {

    long number;
    String content = "paid";
  }

  EclipseLink(Options options) {
    DatabaseLogin login = new DatabaseLogin(new PostgreSQLPlatform());
    login.setDriverClassName("org.postgresql.Driver");
    login.setConnectionString(options.text("url"));
    login.setUserName(options.text("user"));
    login.setPassword(options.text("password"));
    login.addSequence(new NativeSequence(TABLE, true));
    int size = options.number("pool-size");
    Project project = new Project(login);
    project.addDescriptor(receipts());
    session = (ServerSession) project.createServerSession(size, size);
    session.setLogLevel(SessionLog.OFF);
  }

  private static RelationalDescriptor receipts() {
    RelationalDescriptor receipts = new RelationalDescriptor();
    receipts.setJavaClass(Receipt.class);
    receipts.setTableName(TABLE);
    receipts.setPrimaryKeyFieldName(NUMBER);
    receipts.setSequenceNumberFieldName(NUMBER);
    receipts.setSequenceNumberName(TABLE);
    receipts.addDirectMapping(NUMBER, NUMBER);
    receipts.addDirectMapping("content", "content");
    return receipts;
  }

  @Override
  public synchronized Connection connection() throws SQLException {
    try {
      if (!session.isConnected()) {
        session.login();
      }
      ConnectionPool pool = session.getDefaultConnectionPool();
      if (pool.hasConnectionAvailable()) { // Nobody else takes one meanwhile.
        storeReceipt();
      }
      Accessor accessor = pool.acquireConnection();
      return LentConnection.of(
          ((DatabaseAccessor) accessor).getConnection(), () -> pool.releaseConnection(accessor));
    } catch (DatabaseException refused) {
      throw new SQLException(refused.getMessage(), refused);
    }
  }

  private void storeReceipt() throws SQLException {
    UnitOfWork work = session.acquireClientSession().acquireUnitOfWork();
    Receipt receipt = new Receipt();
    work.registerNewObject(receipt);
    work.commit();
    if (receipt.number == 0) {
      throw new SQLException("the receipt has no number");
    }
  }

  @Override
  public void close() {
    session.logout();
  }
}
