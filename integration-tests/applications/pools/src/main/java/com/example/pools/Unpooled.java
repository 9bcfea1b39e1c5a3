// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A new connection each time, from the driver manager. */
final class Unpooled implements ConnectionSource {

  private final Options options;

  Unpooled(Options options) {
    this.options = options;
  }

  @Override
  public Connection connection() throws SQLException {
    return DriverManager.getConnection(
        options.text("url"), options.text("user"), options.text("password"));
  }

  @Override
  public void close() {}
}
