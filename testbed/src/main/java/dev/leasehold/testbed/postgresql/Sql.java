package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.TestBedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Statements on a connection of their own, opened at the driver: no {@code DriverManager}, no pool.
 */
final class Sql {
  private static final String CONNECT_SECONDS = "5";

  private Sql() {}

  static Connection connect(String url, Login login) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("ApplicationName", "leasehold-testbed");
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new TestBedException("not a PostgreSQL URL: " + url);
    }
    return connection;
  }

  static List<List<@Nullable String>> query(Connection connection, String sql) throws SQLException {
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
