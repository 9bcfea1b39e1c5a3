// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.ServerProcess;
import dev.leasehold.testbed.sql.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A hot standby of a {@link PostgresServer}, on a port of its own. It streams the primary's WAL at
 * once and applies each commit after a delay, as a replica under load does. A role that the primary
 * has just made is not known here before that ({@code recovery_min_apply_delay}, "Replication" in
 * PostgreSQL's manual).
 *
 * <p>Safe for use by many threads, but for the methods that start and stop it.
 */
public final class PostgresStandby implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final PostgresCluster cluster;
  private final int maxConnections;
  private final int port = Ports.free();
  private final Database application;
  private ServerProcess process;

  private PostgresStandby(PostgresServer primary, PostgresCluster cluster, int maxConnections) {
    this.cluster = cluster;
    this.maxConnections = maxConnections;
    this.application =
        new Database(
            "standby on port " + port,
            new Driver(),
            url(),
            primary.superuser(),
            PostgresServer.BESIDE);
    this.process = run();
  }

  static PostgresStandby launch(
      PostgresServer primary, PostgresCluster original, int maxConnections, Duration applyDelay) {
    String settings =
        "primary_conninfo = 'host=127.0.0.1 port="
            + primary.port()
            + " user="
            + primary.superuser().user()
            + " password="
            + primary.superuser().password()
            + "'\nrecovery_min_apply_delay = '"
            + applyDelay.toMillis()
            + "ms'\n";
    try (Connection superuser = primary.connect()) {
      PostgresCluster copy = original.standby(superuser, settings);
      return new PostgresStandby(primary, copy, maxConnections);
    } catch (SQLException e) {
      throw new TestBedException("cannot back up the primary on port " + primary.port(), e);
    }
  }

  /** The JDBC URL of the application's database here, without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresServer.DATABASE;
  }

  public int port() {
    return port;
  }

  /** The server's log; its lines name process, user and application. */
  public Path log() {
    return cluster.server(port, maxConnections).log();
  }

  /** Runs statements that only read as the superuser; gives the first statement's rows. */
  public List<List<@Nullable String>> query(String sql) {
    return application.query(sql);
  }

  /** Applies commits so much later from now on; a commit that waits already waits by this, too. */
  public void applyDelay(Duration delay) {
    List<List<@Nullable String>> before = query(PostgresServer.LOADED);
    query("ALTER SYSTEM SET recovery_min_apply_delay = '" + delay.toMillis() + "ms'");
    query("SELECT pg_reload_conf()");
    process.awaitReady(START, () -> !query(PostgresServer.LOADED).equals(before));
  }

  /** Starts the stopped server on its port; it catches up with its primary. */
  public void start() {
    process = run();
  }

  /** Stops the server in the way {@link StopMode#FAST}. */
  public void stop() {
    process.stop(StopMode.FAST.signal(), STOP);
  }

  /** Stops the server and removes its directory. */
  @Override
  public void close() {
    process.stop(StopMode.IMMEDIATE.signal(), STOP);
    cluster.remove();
  }

  private ServerProcess run() {
    ServerProcess started = ServerProcess.start(cluster.server(port, maxConnections));
    started.awaitReady(START, application::accepts);
    return started;
  }
}
