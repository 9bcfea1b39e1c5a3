// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pool, when the server has ended one session of a generation. */
@Timeout(120)
class EndedSessionsTest {

  private static final int SIZE = 4;

  /** A connection is left alone while it may not have been lent yet. */
  private static final Duration NEW_NO_MORE = Duration.ofSeconds(2);

  private static final long BOUND_NANOS = Duration.ofSeconds(60).toNanos();

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  /**
   * The server ends one session alone, so the others of the generation end only because their pool
   * is told to let them go.
   */
  @ParameterizedTest
  @EnumSource
  void letsTheIdleConnectionsGoAtOnceAndThoseInUseWhenTheyComeBack(KnownPool pool)
      throws Exception {
    open(pool, (deployment, driver, source) -> letsGo(deployment, source));
  }

  /** Nothing is retired, so that the pool lets a connection go for its ended session alone. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "BONECP",
        "DBCP.*",
        "TOMCAT.*",
        "DRUID.*",
        "HIBERNATE.*",
        "UCP.*",
        "VIBUR.*",
        "BITRONIX",
        "AGROAL.*"
      },
      mode = EnumSource.Mode.MATCH_ANY)
  void lendsNoneAgainThatHasEndedWhileItWasLent(KnownPool pool) throws Exception {
    open(
        pool,
        (deployment, driver, source) -> {
          lendsNoneAgain(driver, source);
          assertThat(deployment.recorder.happened("retired", 1)).isFalse();
        });
  }

  private interface PoolCase {
    void of(Deployment deployment, StepDriver driver, DataSource source) throws Exception;
  }

  private static void open(KnownPool pool, PoolCase tested) throws Exception {
    try (LibraryLoader application = pool.load();
        Deployment deployment =
            new Deployment(
                server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user))) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(application);
      DataSource source = null;
      try {
        StepDriver driver = StepDriver.over(application.driver(), -1, physical -> {});
        source = pool.open(application, StepDriver.url(server.url()), SIZE);
        tested.of(deployment, driver, source);
      } finally {
        KnownPool.close(source);
        thread.setContextClassLoader(before);
      }
    }
  }

  private static void lendsNoneAgain(StepDriver driver, DataSource pool) throws SQLException {
    List<Connection> ended = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      ended.add(pool.getConnection());
    }
    for (Connection physical : driver.physical()) {
      physical.abort(Runnable::run);
    }
    ended.forEach(EndedSessionsTest::closeEnded);
    List<Connection> again = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      again.add(pool.getConnection());
      assertThat(single(again.get(i), "SELECT session_user")).startsWith("v-test-1-");
    }
    for (Connection living : again) {
      living.close();
    }
  }

  private static void letsGo(Deployment deployment, DataSource pool) throws SQLException {
    List<Connection> borrowed = new ArrayList<>();
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      borrowed.add(pool.getConnection());
      sessions.add(single(borrowed.get(i), "SELECT pg_backend_pid()"));
    }
    Connection ended = borrowed.remove(0);
    Connection inUse = borrowed.remove(0);
    for (Connection idle : borrowed) {
      idle.close();
    }
    deployment.pass(NEW_NO_MORE);
    assertThat(living(sessions)).as("sessions in the pool").hasSize(SIZE);

    server.query("SELECT pg_terminate_backend(" + sessions.get(0) + ", 60000)");
    assertThatThrownBy(() -> single(ended, "SELECT 1")).isInstanceOf(SQLException.class);
    awaitLiving(sessions, sessions.get(1));
    deployment.recorder.await("sessionsEnded", 1);
    assertThat(single(inUse, "SELECT 1")).as("it ends when it comes back").isEqualTo("1");
    inUse.close();
    closeEnded(ended);
    awaitLiving(sessions);

    try (Connection again = pool.getConnection()) {
      assertThat(single(again, "SELECT session_user")).startsWith("v-test-1-");
    }
    assertThat(deployment.source.fetched()).as("the role is still there").isEqualTo(1);
  }

  private static void closeEnded(Connection ended) {
    try {
      ended.close();
    } catch (SQLException closedBefore) {
      // HikariCP 2.3 and DBCP 1 say so.
    }
  }

  private static void awaitLiving(List<String> sessions, String... left) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (living(sessions).size() != left.length && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(living(sessions)).as("sessions left").containsExactly(left);
  }

  private static List<String> living(List<String> sessions) {
    String among = "pid IN (" + String.join(", ", sessions) + ")";
    return server.query("SELECT pid FROM pg_stat_activity WHERE " + among).stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  private static String single(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
