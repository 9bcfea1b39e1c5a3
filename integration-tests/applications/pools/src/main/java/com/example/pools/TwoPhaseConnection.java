// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.transaction.TransactionManager;

/**
 * A connection whose transactions are a transaction manager's, and span another connection. Each
 * begins with a row in the tables {@code debits} and {@code credits}, on one connection each.
 */
final class TwoPhaseConnection implements InvocationHandler {

  private final TransactionManager manager;
  private final Connection debit;
  private final Connection credit;

  private TwoPhaseConnection(TransactionManager manager, Connection debit, Connection credit) {
    this.manager = manager;
    this.debit = debit;
    this.credit = credit;
  }

  /** Returns a view of the first connection, whose close gives both back. */
  static Connection of(TransactionManager manager, Connection debit, Connection credit) {
    return (Connection)
        Proxy.newProxyInstance(
            TwoPhaseConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new TwoPhaseConnection(manager, debit, credit));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "setAutoCommit":
        if (arguments[0].equals(false)) {
          begin();
        }
        return null;
      case "commit":
        call(manager::commit);
        return null;
      case "rollback":
        call(manager::rollback);
        return null;
      case "close":
        credit.close();
        return LentConnection.call(debit, method, arguments);
      default:
        return LentConnection.call(debit, method, arguments);
    }
  }

  private void begin() throws SQLException {
    call(manager::begin);
    String id = UUID.randomUUID().toString();
    insert(debit, "debits", id);
    insert(credit, "credits", id);
  }

  private static void insert(Connection connection, String table, String id) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?)")) {
      row.setString(1, id);
      row.executeUpdate();
    }
  }

  /** A call of the transaction manager. */
  @FunctionalInterface
  private interface ManagerCall {
    void run() throws Exception;
  }

  private static void call(ManagerCall call) throws SQLException {
    try {
      call.run();
    } catch (Exception failed) {
      throw new SQLException(failed.toString(), failed);
    }
  }
}
