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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One database of a server, as its administrator sees it. Safe for use by many threads.
 *
 * <p>Where a statement makes a session as good as new, one connection is kept for the next query. A
 * login by SCRAM takes its client 4,096 rounds of hashing, and tests ask many times a second.
 */
public final class Database implements AutoCloseable {
  private final String server;
  private final Driver driver;
  private final String url;
  private final Login administrator;
  private final Map<String, String> beside;
  private final @Nullable String reset;
  private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();

  /**
   * Names a database, each query of which has a connection of its own.
   *
   * @param server the name of the server in messages about failed statements
   * @param beside the driver's properties beside user and password
   */
  public Database(
      String server, Driver driver, String url, Login administrator, Map<String, String> beside) {
    this(server, driver, url, administrator, beside, null);
  }

  /**
   * Names a database.
   *
   * @param server the name of the server in messages about failed statements
   * @param beside the driver's properties beside user and password
   * @param reset the statement that makes a used session as good as new; null if there is none
   */
  public Database(
      String server,
      Driver driver,
      String url,
      Login administrator,
      Map<String, String> beside,
      @Nullable String reset) {
    this.reset = reset;
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

  /** Runs statements; gives the first statement's rows, if it has any. */
  public List<List<@Nullable String>> query(String sql) {
    try {
      Connection connection = take();
      try {
        return Sql.query(connection, sql);
      } finally {
        keep(connection);
      }
    } catch (SQLException e) {
      throw new TestBedException(server + ": " + e.getMessage(), e);
    }
  }

  private Connection take() throws SQLException {
    Connection connection = kept.getAndSet(null);
    if (connection != null && reset != null) {
      try {
        Sql.query(connection, reset);
        return connection;
      } catch (SQLException ended) {
        connection.close();
      }
    }
    return connect(administrator);
  }

  private void keep(Connection connection) throws SQLException {
    if (reset == null || !kept.compareAndSet(null, connection)) {
      connection.close();
    }
  }

  /** Closes the connection that is kept. The next query opens another connection. */
  @Override
  public void close() {
    try (Connection last = kept.getAndSet(null)) {
      // Nobody uses it.
    } catch (SQLException gone) {
      throw new TestBedException(server + ": " + gone.getMessage(), gone);
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
