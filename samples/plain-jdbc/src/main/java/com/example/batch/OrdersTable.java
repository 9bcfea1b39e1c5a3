// SPDX-License-Identifier: Apache-2.0
package com.example.batch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The orders table; a new connection for each statement. */
final class OrdersTable {

  private final String url;
  private final String user;
  private final String password;

  OrdersTable(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  long count(String customer) throws SQLException {
    try (Connection connection = open();
        PreparedStatement statement =
            connection.prepareStatement("SELECT count(*) FROM orders WHERE customer = ?")) {
      statement.setString(1, customer);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  void insert(String customer, String article, int quantity) throws SQLException {
    try (Connection connection = open();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO orders (customer, article, quantity) VALUES (?, ?, ?)")) {
      statement.setString(1, customer);
      statement.setString(2, article);
      statement.setInt(3, quantity);
      statement.executeUpdate();
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }
}
