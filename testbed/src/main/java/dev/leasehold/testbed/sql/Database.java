// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.sql;

import dev.leasehold.testbed.TestBedException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One database of a server, as its administrator sees it. Safe for use by many threads. */
public final class Database {
  private final String server;
  private final Driver driver;
  private final String url;
  private final Login administrator;
  private final Map<String, String> beside;

  /**
   * Names a database.
   *
   * @param server what to call the server when a statement fails
   * @param beside the driver's properties beside user and password
   */
  public Database(
      String server, Driver driver, String url, Login administrator, Map<String, String> beside) {
    this.server = server;
    this.driver = driver;
    this.url = url;
    this.administrator = administrator;
    this.beside = Map.copyOf(beside);
  }

  /** Returns the JDBC URL, without user and password. */
  public String url() {
    return url;
  }

  /** Opens a connection as somebody. */
  public Connection connect(Login login) throws SQLException {
    return Sql.connect(driver, url, login, beside);
  }

  /** Returns whether the server takes connections. */
  public boolean accepts() {
    try (Connection connection = connect(administrator)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Runs statements; gives the first one's rows, if it has any. */
  public List<List<@Nullable String>> query(String sql) {
    try (Connection connection = connect(administrator)) {
      return Sql.query(connection, sql);
    } catch (SQLException e) {
      throw new TestBedException(server + ": " + e.getMessage(), e);
    }
  }

  /** Returns the first column of a query, which has no null. */
  public List<String> column(String sql) {
    return query(sql).stream().map(row -> Objects.requireNonNull(row.get(0))).toList();
  }

  /** Returns the rows of a query for names and numbers. */
  public Map<String, Integer> counts(String sql) {
    Map<String, Integer> counts = new TreeMap<>();
    for (List<@Nullable String> row : query(sql)) {
      counts.put(String.valueOf(row.get(0)), Integer.parseInt(String.valueOf(row.get(1))));
    }
    return counts;
  }
}
