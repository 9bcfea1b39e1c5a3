// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The place of the database, and the login: the first three arguments of each program. */
record Database(String url, String user, String password) {

  static Database of(String[] args) {
    return new Database(args[0], args[1], args[2]);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  Connection connect(Properties more) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection(url, properties);
  }

  /** Returns the user of a connection's session. */
  static String user(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT session_user")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Returns a failure in one line. */
  static String told(SQLException failure) {
    return failure.getSQLState() + " " + failure.getMessage();
  }
}
