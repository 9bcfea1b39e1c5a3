// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A connection in a field, which is opened once and used for ever. */
final class FieldConnection extends OneAtATime {

  private final Options options;
  private Connection connection;

  FieldConnection(Options options) {
    this.options = options;
  }

  @Override
  Connection kept() throws SQLException {
    if (connection == null) {
      connection =
          DriverManager.getConnection(
              options.text("url"), options.text("user"), options.text("password"));
    }
    return connection;
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }
}
