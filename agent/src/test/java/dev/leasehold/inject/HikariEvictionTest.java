// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HikariEvictionTest {

  private static final int SIZE = 4;
  private static final int ROTATIONS = 5;

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @ParameterizedTest
  @CsvSource({
    "HikariCP-2.3.13, slf4j-api-1.7.36",
    "HikariCP-2.7.9, slf4j-api-1.7.36",
    "HikariCP-4.0.3, slf4j-api-1.7.36",
    "HikariCP-5.1.0, slf4j-api-2.0.17",
    "HikariCP-6.3.3, slf4j-api-2.0.17",
    "HikariCP-7.0.2, slf4j-api-2.0.17"
  })
  void idleConnectionsGoAtOnceAndBorrowedOnesWhenTheyComeBack(String hikari, String slf4j)
      throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(hikari, slf4j, "postgresql-newest");
        Closing pool = new Closing(application.hikari(settings()))) {
      List<Connection> borrowed = borrowAll(pool.dataSource);
      Connection kept = borrowed.remove(0);
      kept.setAutoCommit(false);
      assertThat(user(kept)).startsWith("v-test-1-");
      close(borrowed);

      deployment.rotateTo(2);
      awaitOpen(deployment, 1, 1);
      assertThat(user(kept)).startsWith("v-test-1-");
      kept.commit();
      kept.close();
      deployment.recorder.await("drained", 1);

      List<Connection> fresh = borrowAll(pool.dataSource);
      for (Connection connection : fresh) {
        assertThat(user(connection)).startsWith("v-test-2-");
      }
      close(fresh);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HikariCP-2.7.9, slf4j-api-1.7.36",
    "HikariCP-4.0.3, slf4j-api-1.7.36",
    "HikariCP-5.1.0, slf4j-api-2.0.17",
    "HikariCP-7.0.2, slf4j-api-2.0.17"
  })
  void noQueryFailsAcrossRotations(String hikari, String slf4j) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SIZE);
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(hikari, slf4j, "postgresql-newest");
        Closing pool = new Closing(application.hikari(settings()))) {
      List<Future<Integer>> workers = new ArrayList<>();
      Callable<Integer> queries = () -> queryUntil(deployment, pool.dataSource, ROTATIONS + 1L);
      for (int i = 0; i < SIZE; i++) {
        workers.add(threads.submit(queries));
      }
      for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
        deployment.rotateTo(rotation + 1L);
        deployment.recorder.await("drained", rotation);
      }
      for (Future<Integer> worker : workers) {
        assertThat(worker.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource({"HikariCP-4.0.3, slf4j-api-1.7.36", "HikariCP-7.0.2, slf4j-api-2.0.17"})
  void connectionsOfOtherDatabasesStayInTheirPool(String hikari, String slf4j) throws Exception {
    Properties others = settings();
    others.setProperty("username", "postgres");
    others.setProperty("password", server.superuser().password());
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(hikari, slf4j, "postgresql-newest");
        Closing matched = new Closing(application.hikari(settings()));
        Closing other = new Closing(application.hikari(others))) {
      List<Connection> borrowed = borrowAll(other.dataSource);
      List<String> before = backends(borrowed);
      close(borrowed);
      close(borrowAll(matched.dataSource));
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);
      List<Connection> again = borrowAll(other.dataSource);
      assertThat(backends(again)).containsExactlyInAnyOrderElementsOf(before);
      close(again);
    }
  }

  /**
   * HikariCP asks no connection that it lent within half a second whether it is valid. So the next
   * borrower gets a dead connection, unless it has gone by the time the first borrower's failure is
   * thrown.
   */
  @ParameterizedTest
  @CsvSource({"HikariCP-4.0.3, slf4j-api-1.7.36", "HikariCP-7.0.2, slf4j-api-2.0.17"})
  void noneThatLiesIdleIsLentWhenTheServerHasEndedAllSessions(String hikari, String slf4j)
      throws Exception {
    System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "600000");
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(hikari, slf4j, "postgresql-newest");
        Closing pool = new Closing(application.hikari(settings()))) {
      List<Connection> borrowed = borrowAll(pool.dataSource);
      List<Connection> physical = physical(application, borrowed);
      Connection used = borrowed.remove(0);
      close(borrowed);
      deployment.pass(Duration.ofSeconds(2));
      server.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'v-test-1-%'");
      assertThatThrownBy(() -> user(used)).isInstanceOf(SQLException.class);
      List<Connection> again = borrow(pool.dataSource, SIZE - 1);
      for (Connection connection : again) {
        assertThat(user(connection)).startsWith("v-test-1-");
      }
      used.close();
      Connections.awaitClosed(physical.toArray(new Connection[0]));
      deployment.recorder.await("sessionsEnded", 1);
      close(again);
      assertThat(deployment.life.current().number()).as("the role is still there").isEqualTo(1);
    } finally {
      System.clearProperty("com.zaxxer.hikari.aliveBypassWindowMs");
    }
  }

  private static List<Connection> physical(LibraryLoader application, List<Connection> pooled)
      throws Exception {
    Class<?> type = application.loadClass("org.postgresql.PGConnection");
    List<Connection> physical = new ArrayList<>();
    for (Connection connection : pooled) {
      physical.add((Connection) connection.unwrap(type));
    }
    return physical;
  }

  private static int queryUntil(Deployment deployment, DataSource pool, long generation)
      throws Exception {
    int queries = 0;
    while (deployment.life.current().number() < generation) {
      try (Connection connection = pool.getConnection()) {
        single(connection, "SELECT pg_sleep(0.01)");
        queries++;
      }
    }
    return queries;
  }

  private static Deployment deploy() {
    return new Deployment(
        server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.setProperty("jdbcUrl", server.url());
    settings.setProperty("driverClassName", "org.postgresql.Driver");
    settings.setProperty("username", "app_static");
    settings.setProperty("password", "wrong");
    settings.setProperty("maximumPoolSize", String.valueOf(SIZE));
    settings.setProperty("minimumIdle", String.valueOf(SIZE));
    return settings;
  }

  private static List<Connection> borrowAll(DataSource pool) throws Exception {
    return borrow(pool, SIZE);
  }

  private static List<Connection> borrow(DataSource pool, int connections) throws Exception {
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      borrowed.add(pool.getConnection());
    }
    return borrowed;
  }

  private static void close(List<Connection> connections) throws Exception {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static void awaitOpen(Deployment deployment, long generation, int connections) {
    long bound = System.nanoTime() + Deployment.LONG.toNanos() / 20;
    while (deployment.openOf(generation) != connections && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(deployment.openOf(generation)).isEqualTo(connections);
  }

  private static List<String> backends(List<Connection> connections) throws Exception {
    List<String> pids = new ArrayList<>();
    for (Connection connection : connections) {
      pids.add(single(connection, "SELECT pg_backend_pid()"));
    }
    return pids;
  }

  private static String user(Connection connection) throws Exception {
    return single(connection, "SELECT current_user");
  }

  private static String single(Connection connection, String query) throws Exception {
    try (ResultSet result = connection.createStatement().executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static final class Closing implements AutoCloseable {

    private final DataSource dataSource;

    Closing(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    @Override
    public void close() throws Exception {
      ((AutoCloseable) dataSource).close();
    }
  }
}
