// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.eclipse.persistence.internal.databaseaccess.Accessor;
import org.eclipse.persistence.internal.databaseaccess.DatabaseAccessor;
import org.eclipse.persistence.logging.SessionLog;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.server.ConnectionPool;
import org.eclipse.persistence.sessions.server.ServerSession;

/** EclipseLink's own pools, which it has where an application names a driver and no data source. */
final class EclipseLink implements ConnectionSource {

  private final ServerSession session;

  EclipseLink(Options options) {
    DatabaseLogin login = new DatabaseLogin();
    login.setDriverClassName("org.postgresql.Driver");
    login.setConnectionString(options.text("url"));
    login.setUserName(options.text("user"));
    login.setPassword(options.text("password"));
    int size = options.number("pool-size");
    session = (ServerSession) new Project(login).createServerSession(size, size);
    session.setLogLevel(SessionLog.OFF);
  }

  @Override
  public synchronized Connection connection() throws SQLException {
    try {
      if (!session.isConnected()) {
        session.login();
      }
      ConnectionPool pool = session.getDefaultConnectionPool();
      Accessor accessor = pool.acquireConnection();
      return LentConnection.of(
          ((DatabaseAccessor) accessor).getConnection(), () -> pool.releaseConnection(accessor));
    } catch (DatabaseException refused) {
      throw new SQLException(refused.getMessage(), refused);
    }
  }

  @Override
  public void close() {
    session.logout();
  }
}
