// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.DatabaseActivity.LiveRole;
import dev.leasehold.audit.source.DatabaseActivity.LiveSession;
import dev.leasehold.audit.source.FingerprintKey;
import dev.leasehold.audit.source.LiveException;
import dev.leasehold.audit.source.LiveInput;
import dev.leasehold.audit.source.LogTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A PostgreSQL server that is asked for its sessions and roles. It has one connection, which is
 * opened anew after a failure. For one thread.
 */
public final class LivePostgres implements LiveInput, AutoCloseable {

  private static final String TIMEOUT_SECONDS = "10";

  /** Before all else: an owner of the database may give names of the catalog another meaning. */
  private static final String TRUSTED_PATH = "SET search_path = pg_catalog, pg_temp";

  /** Without the right, of sessions of others only the name is shown. */
  private static final String MAY_READ = "SELECT pg_has_role('pg_read_all_stats', 'USAGE')";

  private static final String NOW =
      "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

  /**
   * A session that comes by a Unix socket is named as in the server's log. A walsender with a
   * database runs any statement of its client.
   */
  private static final String SESSIONS =
      "SELECT pid, CAST(floor(extract(epoch FROM backend_start) * 1000) AS bigint), usename, datname,"
          + " CASE WHEN client_port = -1 THEN '[local]' ELSE host(client_addr) END,"
          + " client_port, application_name FROM pg_stat_activity"
          + " WHERE backend_type IN ('client backend', 'walsender') AND pid <> pg_backend_pid()";

  private static final String ROLES =
      "SELECT rolname, CASE WHEN isfinite(rolvaliduntil)"
          + " THEN CAST(extract(epoch FROM rolvaliduntil) * 1000 AS bigint) END"
          + " FROM pg_roles WHERE rolname LIKE 'v-%'";

  /**
   * The driver logs the whole URL where it cannot read it, and somebody may write a password there.
   */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  private final String url;
  private final Map<String, String> environment;
  private @Nullable Connection connection;

  /**
   * Makes a client; asks nothing yet.
   *
   * @param url a JDBC URL without a password
   * @param environment may have {@code PGUSER} and {@code PGPASSWORD}
   */
  public LivePostgres(String url, Map<String, String> environment) {
    this.url = url;
    this.environment = Map.copyOf(environment);
  }

  /** Returns whether it is a URL of PostgreSQL's driver. */
  public static boolean isUrl(String url) {
    return Driver.parseURL(url, new Properties()) != null;
  }

  /** Returns whether a URL has a password, which stands where others can read it. */
  public static boolean hasPassword(String url) {
    String parameters = url.substring(url.indexOf('?') + 1);
    return Arrays.stream(parameters.split("&", -1)).anyMatch(each -> each.startsWith("password="));
  }

  @Override
  public void read(LogTables tables, FingerprintKey key, long snapshot) throws SQLException {
    ask().write(tables, key);
  }

  /**
   * Asks for the present sessions and roles.
   *
   * @throws LiveException if the server does not answer, or refuses
   */
  DatabaseActivity ask() {
    try {
      Connection open = connection;
      if (open == null) {
        open = connect();
        connection = open;
      }
      return ask(open);
    } catch (SQLException e) {
      close();
      throw new LiveException(
          "PostgreSQL of --postgresql-url does not answer ("
              + e.getSQLState()
              + " "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "): see the URL, PGUSER and PGPASSWORD");
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    put(properties, "user", environment.get("PGUSER"));
    put(properties, "password", environment.get("PGPASSWORD"));
    properties.setProperty("ApplicationName", "leasehold-audit");
    properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
    properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
    properties.setProperty("readOnly", "true");
    Connection connected = new Driver().connect(url, properties);
    if (connected == null) {
      throw new SQLException("no URL of PostgreSQL's driver", "08001");
    }
    return trusting(connected);
  }

  /** Returns the connection, in which names mean the server's own objects. */
  private static Connection trusting(Connection connected) throws SQLException {
    try (Statement statement = connected.createStatement()) {
      statement.execute(TRUSTED_PATH);
      return connected;
    } catch (SQLException e) {
      connected.close();
      throw e;
    }
  }

  private static void put(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  private static DatabaseActivity ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(MAY_READ)) {
        if (!row.next() || !row.getBoolean(1)) {
          throw new LiveException(
              "the account of --postgresql-url may not see the sessions of others: GRANT"
                  + " pg_read_all_stats TO it");
        }
      }
      long now;
      try (ResultSet row = statement.executeQuery(NOW)) {
        row.next();
        now = row.getLong(1);
      }
      return new DatabaseActivity(now, sessions(statement), roles(statement));
    }
  }

  private static List<LiveSession> sessions(Statement statement) throws SQLException {
    List<LiveSession> sessions = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(SESSIONS)) {
      while (rows.next()) {
        int port = rows.getInt(6);
        sessions.add(
            new LiveSession(
                rows.getLong(1),
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                port > 0 ? (Integer) port : null,
                rows.getString(7)));
      }
    }
    return sessions;
  }

  private static List<LiveRole> roles(Statement statement) throws SQLException {
    List<LiveRole> roles = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(ROLES)) {
      while (rows.next()) {
        long until = rows.getLong(2);
        roles.add(new LiveRole(rows.getString(1), rows.wasNull() ? null : (Long) until));
      }
    }
    return roles;
  }

  @Override
  public void close() {
    try (Connection closed = connection) {
      connection = null;
    } catch (SQLException e) {
      // The server has ended it.
    }
  }
}
