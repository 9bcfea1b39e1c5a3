// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.ServerProcess;
import dev.leasehold.testbed.sql.Database;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import dev.leasehold.testbed.tls.CertificateAuthority;
import dev.leasehold.testbed.tls.Keys;
import dev.leasehold.testbed.tls.Pem;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A PostgreSQL server on 127.0.0.1 with the database {@value #DATABASE}, set up by the files in
 * {@code deploy/postgresql}.
 *
 * <p>Safe for use by many threads, but for the methods that start and stop it.
 */
public final class PostgresServer implements AutoCloseable {
  /** The application's database. */
  public static final String DATABASE = "app";

  /** The database that Vault logs in to, where the application's roles own nothing. */
  public static final String MAINTENANCE_DATABASE = "postgres";

  /** The role that owns the application's tables. */
  public static final String OWNER = "app_owner";

  private static final String GROUP = "app_rw";

  /** When the server read its files that a new session goes by. */
  static final String LOADED = "SELECT pg_conf_load_time()";

  /** The statement that makes a session as good as new. */
  private static final String AS_NEW = "DISCARD ALL";

  private static final int DEFAULT_MAX_CONNECTIONS = 100;
  static final Map<String, String> BESIDE =
      Map.of("connectTimeout", "5", "ApplicationName", "leasehold-testbed");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final PostgresCluster cluster;
  private final int port;
  private final int maxConnections;
  private final Login superuser;
  private final Login vault;
  private final Database application;
  private final Database maintenance;
  private ServerProcess process;

  private PostgresServer(PostgresCluster cluster, Login vault, int maxConnections) {
    this.port = Ports.free();
    this.maxConnections = maxConnections;
    this.cluster = cluster;
    this.superuser = cluster.superuser();
    this.vault = vault;
    this.application = database(DATABASE);
    this.maintenance = database(MAINTENANCE_DATABASE);
    this.process = run();
  }

  /** Starts a new server of the newest version, with room for 100 connections. */
  public static PostgresServer launch() {
    return launch(PostgresVersion.V18);
  }

  /** Starts a new server with room for 100 connections. */
  public static PostgresServer launch(PostgresVersion version) {
    return launch(version, DEFAULT_MAX_CONNECTIONS);
  }

  /** Starts a new server: cluster, database, roles. Returns when it accepts connections. */
  public static PostgresServer launch(PostgresVersion version, int maxConnections) {
    PostgresTemplate template = PostgresTemplate.find(version);
    return new PostgresServer(template.copy(), template.vault(), maxConnections);
  }

  /** Makes the application's database and the roles in a cluster that has neither. */
  static void prepare(PostgresCluster cluster, Login vault) {
    PostgresServer server = new PostgresServer(cluster, vault, DEFAULT_MAX_CONNECTIONS);
    try {
      server.maintenance.query("CREATE DATABASE " + DATABASE);
      preparation().forEach(server::query);
      server.query("ALTER ROLE " + vault.user() + " PASSWORD '" + vault.password() + "'");
    } finally {
      server.stop();
    }
  }

  /** Returns the statements that run in the application's database once. */
  static List<String> preparation() {
    return List.of(
        SourceTree.read("deploy/postgresql/group-role.sql"),
        SourceTree.read("deploy/postgresql/vault-role.sql"));
  }

  /** The JDBC URL of the application's database, without user and password. */
  public String url() {
    return application.url();
  }

  /** The JDBC URL of a database of this server. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  public Login superuser() {
    return superuser;
  }

  /** The login that Vault creates and drops roles with. */
  public Login vault() {
    return vault;
  }

  /** The server's log; its lines name process, user and application. */
  public Path log() {
    return cluster.server(port, maxConnections).log();
  }

  /** A new connection of the superuser to the application's database. */
  public Connection connect() throws SQLException {
    return connect(superuser);
  }

  /** A new connection of somebody to the application's database. */
  public Connection connect(Login login) throws SQLException {
    return application.connect(login);
  }

  /**
   * Runs statements as the superuser in the application's database; gives the first statement's
   * rows, if it has any.
   */
  public List<List<@Nullable String>> query(String sql) {
    return application.query(sql);
  }

  /**
   * Runs DDL as the role that owns the application's tables, so that the group has its grants on
   * the new objects.
   */
  public void executeAsOwner(String ddl) {
    query("SET ROLE " + OWNER + "; " + ddl);
  }

  /** Lets Vault make roles that may become the owner of the tables. */
  public void allowMigrations() {
    query(SourceTree.read("deploy/postgresql/migration-role.sql"));
  }

  /** Lets Vault make roles that may replicate. */
  public void allowReplication() {
    query(SourceTree.read("deploy/postgresql/replication-role.sql"));
  }

  /** The short-lived roles that exist: members of the group whose password ends some day. */
  public List<String> ephemeralRoles() {
    String sql =
        "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid"
            + " WHERE g.rolname = '"
            + GROUP
            + "' AND m.rolvaliduntil IS NOT NULL ORDER BY m.rolname";
    return application.column(sql);
  }

  /**
   * Client sessions in the application's database by role; a dropped role's sessions are under
   * {@code (dropped)}.
   */
  public Map<String, Integer> sessions() {
    String sql =
        "SELECT COALESCE(usename, '(dropped)'), count(*) FROM pg_stat_activity"
            + " WHERE datname = '"
            + DATABASE
            + "' AND pid <> pg_backend_pid() GROUP BY 1";
    return application.counts(sql);
  }

  /** Drops the role as an operator would in an incident; its live sessions stay. */
  public void dropRole(String role) {
    query("DROP ROLE \"" + role + "\"");
  }

  /** Ends the role's sessions (57P01); the role stays. */
  public void terminateSessions(String role) {
    query(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '"
            + role
            + "'");
  }

  /**
   * Makes {@code pg_hba.conf} reject the group of the short-lived roles (28000); sessions there are
   * go on.
   */
  public void rejectLogins() {
    cluster.prependAccessRule("host all +" + GROUP + " 127.0.0.1/32 reject");
    reload();
  }

  /** Makes {@code pg_hba.conf} let everybody in without a password. */
  public void trustLogins() {
    cluster.prependAccessRule("host all all 127.0.0.1/32 trust");
    reload();
  }

  /** Makes {@code pg_hba.conf} take logins from all addresses of the loopback. */
  public void acceptLoopback() {
    cluster.prependAccessRule("host all all 127.0.0.0/8 scram-sha-256");
    reload();
  }

  /** Lets new sessions be encrypted with TLS, where the client asks for it. */
  public void allowTls() {
    KeyPair keys = Keys.ec();
    CertificateAuthority authority = new CertificateAuthority("PostgreSQL on port " + port);
    cluster.write("server.crt", authority.serverCertificate(keys.getPublic()));
    cluster.write("server.key", Pem.key(keys.getPrivate()));
    query("ALTER SYSTEM SET ssl = on");
    reload();
  }

  /** Puts {@code pg_hba.conf} back to its first content. */
  public void acceptLogins() {
    cluster.restoreAccessRules();
    reload();
  }

  /**
   * Starts a hot standby of this server; it streams from then on, and applies each commit so much
   * later.
   */
  public PostgresStandby standby(Duration applyDelay) {
    return PostgresStandby.launch(this, cluster, maxConnections, applyDelay);
  }

  /** Starts the stopped server on its port and data. */
  public void start() {
    process = run();
  }

  /** Stops the server in the way {@link StopMode#FAST}. */
  public void stop() {
    stop(StopMode.FAST);
  }

  public void stop(StopMode mode) {
    application.close();
    maintenance.close();
    process.stop(mode.signal(), STOP);
  }

  public void restart() {
    stop();
    start();
  }

  /** Takes a backup of the whole cluster; the server is restarted for it. */
  public Path backUp() {
    stop();
    Path copy = cluster.copy();
    start();
    return copy;
  }

  /** Puts the whole cluster back to its state at the backup; the server is restarted for it. */
  public void restore(Path backup) {
    stop(StopMode.IMMEDIATE);
    cluster.restore(backup);
    start();
  }

  /** Stops the server and removes its directory. */
  @Override
  public void close() {
    stop(StopMode.IMMEDIATE);
    cluster.remove();
  }

  private ServerProcess run() {
    ServerProcess started = ServerProcess.start(cluster.server(port, maxConnections));
    started.awaitReady(START, maintenance::accepts);
    return started;
  }

  private Database database(String name) {
    return new Database(
        "PostgreSQL on port " + port, new Driver(), url(name), superuser, BESIDE, AS_NEW);
  }

  /** Tells the server to read its files again, and waits until new sessions go by them. */
  private void reload() {
    List<List<@Nullable String>> before = loaded();
    query("SELECT pg_reload_conf()");
    process.awaitReady(START, () -> !loaded().equals(before));
  }

  /** Returns when the server read its files that a new session goes by. */
  private List<List<@Nullable String>> loaded() {
    try (Connection session = connect()) {
      return Sql.query(session, LOADED);
    } catch (SQLException e) {
      throw new TestBedException("PostgreSQL on port " + port + ": " + e.getMessage(), e);
    }
  }
}
