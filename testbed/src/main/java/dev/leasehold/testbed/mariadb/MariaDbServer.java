// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.mariadb;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerProcess;
import dev.leasehold.testbed.sql.Database;
import dev.leasehold.testbed.sql.Login;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * A MariaDB server on 127.0.0.1 with the database {@value #DATABASE}, set up by the files in {@code
 * deploy/mysql}.
 *
 * <p>Safe for use by many threads, but for the methods that start and stop it.
 */
public final class MariaDbServer implements AutoCloseable {
  /** The application's database. */
  public static final String DATABASE = "app";

  /** Vault's default name for a user, {@code v-<login>-<role>-<random>}, begins so. */
  private static final String EPHEMERAL = "v-%";

  private static final int MAX_CONNECTIONS = 100;
  private static final Map<String, String> BESIDE =
      Map.of("connectTimeout", "5000", "allowMultiQueries", "true");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final MariaDbFiles files;
  private final int port = Ports.free();
  private final Login administrator = new Login("administrator", Secrets.random());
  private final Login vault = new Login("vault", Secrets.random());
  private final Database application = database(DATABASE);
  private final Database server = database("");
  private ServerProcess process;

  private MariaDbServer(MariaDbBinaries binaries) {
    this.files = MariaDbFiles.create(binaries, administrator);
    this.process = run();
  }

  /**
   * Whether this machine has a MariaDB or can unpack it; says on standard error why not. For
   * JUnit's {@code @EnabledIf}: without MariaDB its tests are skipped.
   */
  public static boolean isAvailable() {
    try {
      MariaDbBinaries.find();
      return true;
    } catch (TestBedException e) {
      System.err.println("testbed: no MariaDB, so its tests are skipped: " + e.getMessage());
      return false;
    }
  }

  /**
   * Starts a new server: system tables, database, accounts. Returns when it accepts connections.
   */
  public static MariaDbServer launch() {
    MariaDbServer server = new MariaDbServer(MariaDbBinaries.find());
    try {
      server.setUp();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The application's database as {@code mariadb} or {@code mysql} names it, without user. */
  public String url(String subprotocol) {
    return "jdbc:" + subprotocol + "://127.0.0.1:" + port + "/" + DATABASE;
  }

  public int port() {
    return port;
  }

  /** Its socket of the file system. */
  public Path socket() {
    return files.socket();
  }

  public Login administrator() {
    return administrator;
  }

  /** The login that Vault creates and drops users with. */
  public Login vault() {
    return vault;
  }

  /** The server's log. */
  public Path log() {
    return files.server(port, MAX_CONNECTIONS).log();
  }

  /** A new connection of somebody to the application's database. */
  public Connection connect(Login login) throws SQLException {
    return application.connect(login);
  }

  /** Runs statements as the administrator in the application's database; gives the first's rows. */
  public List<List<@Nullable String>> query(String sql) {
    return application.query(sql);
  }

  /** The short-lived users that exist. */
  public List<String> ephemeralUsers() {
    String sql = "SELECT User FROM mysql.user WHERE User LIKE '" + EPHEMERAL + "' ORDER BY User";
    return application.column(sql);
  }

  /** Client sessions in the application's database by user. */
  public Map<String, Integer> sessions() {
    String sql =
        "SELECT USER, count(*) FROM information_schema.PROCESSLIST"
            + " WHERE DB = '"
            + DATABASE
            + "' AND ID <> CONNECTION_ID() GROUP BY USER";
    return application.counts(sql);
  }

  /** Lets Vault pass on the rights of an application that makes its own tables. */
  public void allowMigrations() {
    query(script("migration-user"));
  }

  /** Drops the user as an operator would in an incident; its live sessions stay. */
  public void dropUser(String user) {
    query("DROP USER '" + user + "'@'%'");
  }

  /** Ends the user's sessions; the user stays. */
  public void endSessions(String user) {
    query("KILL USER '" + user + "'@'%'");
  }

  /** Starts the stopped server on its port and data. */
  public void start() {
    process = run();
  }

  /** Stops the server in good order. */
  public void stop() {
    process.stop("TERM", STOP);
  }

  /** Ends the server as the loss of its machine would. */
  public void kill() {
    process.stop("KILL", STOP);
  }

  /** Stops the server and removes its directory. */
  @Override
  public void close() {
    kill();
    files.remove();
  }

  private ServerProcess run() {
    ServerProcess started = ServerProcess.start(files.server(port, MAX_CONNECTIONS));
    started.awaitReady(START, server::accepts);
    return started;
  }

  private void setUp() {
    server.query("CREATE DATABASE " + DATABASE);
    query(script("vault-user"));
    query(
        "ALTER USER '"
            + vault.user()
            + "'@'%' IDENTIFIED BY '"
            + vault.password()
            + "' ACCOUNT UNLOCK");
  }

  /** Without the lines that only the command-line client needs. */
  private static String script(String name) {
    return SourceTree.read("deploy/mysql/" + name + ".sql")
        .replaceAll("(?m)^DELIMITER .*$", "")
        .replace("//", ";");
  }

  private Database database(String name) {
    String url = "jdbc:mariadb://127.0.0.1:" + port + "/" + name;
    return new Database("MariaDB on port " + port, new Driver(), url, administrator, BESIDE);
  }
}
