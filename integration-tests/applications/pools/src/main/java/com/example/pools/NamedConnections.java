// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections that stay borrowed until they are released by name; each command answers with one
 * line.
 */
final class NamedConnections {

  private final ConnectionSource source;
  private final Map<String, Connection> open = new HashMap<>();

  NamedConnections(ConnectionSource source) {
    this.source = source;
  }

  /**
   * Obeys {@code borrow NAME}, {@code begin NAME}, {@code do NAME SQL}, {@code commit NAME}, {@code
   * release NAME}.
   */
  void obey(String[] words) {
    String name = words[1];
    try {
      switch (words[0]) {
        case "borrow":
          open.put(name, source.connection());
          answer(name, "borrowed");
          break;
        case "begin":
          get(name).setAutoCommit(false);
          answer(name, "begun");
          break;
        case "do":
          answer(name, execute(get(name), words[2]));
          break;
        case "commit":
          get(name).commit();
          get(name).setAutoCommit(true);
          answer(name, "committed");
          break;
        case "release":
          open.remove(name).close();
          answer(name, "released");
          break;
        default:
          answer(name, "unknown command " + words[0]);
      }
    } catch (SQLException e) {
      answer(name, "failed " + e.getSQLState() + " " + e.getMessage().replace('\n', ' '));
    }
  }

  void close() throws SQLException {
    for (Connection connection : open.values()) {
      connection.close();
    }
  }

  private Connection get(String name) throws SQLException {
    Connection connection = open.get(name);
    if (connection == null) {
      throw new SQLException("no connection is named " + name);
    }
    return connection;
  }

  private static String execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "updated " + statement.getUpdateCount();
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? "row " + row.getString(1) : "no row";
      }
    }
  }

  private static void answer(String name, String text) {
    Workload.say(name + " " + text);
  }
}
