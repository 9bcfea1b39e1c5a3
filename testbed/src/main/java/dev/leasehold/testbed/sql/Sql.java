// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.sql;

import dev.leasehold.testbed.TestBedException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Statements on a connection of their own, opened at the driver: no {@code DriverManager}, no pool.
 */
public final class Sql {
  private Sql() {}

  /** Opens a connection as this login, with the driver's properties given beside it. */
  public static Connection connect(
      Driver driver, String url, Login login, Map<String, String> beside) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(beside);
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new TestBedException("not a URL of " + driver.getClass().getName() + ": " + url);
    }
    return connection;
  }

  /** Runs statements; gives the first statement's rows, if it has any. */
  public static List<List<@Nullable String>> query(Connection connection, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            rows.add(row(result));
          }
        }
      }
      return rows;
    }
  }

  private static List<@Nullable String> row(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<@Nullable String> row = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      row.add(result.getString(i));
    }
    return row;
  }
}
