// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOverUnderLoadTest {

  private static final int THREADS = 4;
  private static final int ROTATIONS = 3;
  private static final int ROWS = 100;

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query(
        "CREATE TABLE numbers AS SELECT i, 'x' || i AS v FROM generate_series(1, " + ROWS + ") i");
    server.query("GRANT ALL ON numbers TO app_rw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql-42.2.2",
        "postgresql-42.4.5",
        "postgresql-42.6.2",
        "postgresql-newest"
      })
  void nothingFailsAndNoResultIsWrong(String library) throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        Users users = new Users(LibraryLoader.watched(library), THREADS, true)) {
      for (int generation = 2; generation < ROTATIONS + 2; generation++) {
        deployment.rotateTo(generation);
        deployment.recorder.await("drained", generation - 1L);
      }
      users.stop();
      assertThat(deployment.recorder.pins()).isEmpty();
      assertThat(deployment.recorder.handedOver()).isEqualTo(THREADS * ROTATIONS);
    }
  }

  /** The time between the end of a transaction and the next transaction is some microseconds. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aThreadThatLeavesNoPauseIsHeldUpOnceTimeGetsShort(String library) throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        Users users = new Users(LibraryLoader.watched(library), 1, false)) {
      deployment.rotateTo(2);
      deployment.pass(Duration.ofMinutes(4));
      deployment.recorder.await("drained", 1);
      users.stop();
      assertThat(deployment.recorder.pins()).isEmpty();
      assertThat(deployment.recorder.handedOver()).isEqualTo(1);
    }
  }

  /** Threads that use one connection each. */
  private static final class Users implements AutoCloseable {

    private final AtomicBoolean stop = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LibraryLoader application;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Future<Integer>> work = new ArrayList<>();

    Users(LibraryLoader application, int number, boolean pauses) throws Exception {
      this.application = application;
      for (int i = 0; i < number; i++) {
        Connection connection =
            application.keep(server.url(), MovableSessions.properties("prepareThreshold", "2"));
        connections.add(connection);
        work.add(threads.submit(new Work(connection, i, pauses, stop)));
      }
    }

    /** Fails where an operation did. */
    void stop() throws Exception {
      stop.set(true);
      for (Future<Integer> done : work) {
        assertThat(done.get(60, TimeUnit.SECONDS)).isPositive();
      }
    }

    @Override
    public void close() throws Exception {
      stop.set(true);
      threads.shutdownNow();
      for (Connection connection : connections) {
        connection.close();
      }
      application.close();
    }
  }

  /** The work of an application, over and over; ends with the first failure. */
  private record Work(Connection connection, int number, boolean pauses, AtomicBoolean stop)
      implements Callable<Integer> {

    @Override
    public Integer call() throws SQLException {
      Random random = new Random(number);
      int done = 0;
      while (!stop.get()) {
        switch (pauses ? random.nextInt(5) : -1) {
          case -1 -> transaction();
          case 0 -> prepared(random);
          case 1 -> cursor();
          case 2 -> batchAndSavepoint();
          case 3 -> assertThat(connection.isValid(30)).isTrue();
          default -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        done++;
      }
      return done;
    }

    /** So long that a look now and then does not meet its end. */
    private void transaction() throws SQLException {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_sleep(0.8)");
      }
      connection.commit();
    }

    private void prepared(Random random) throws SQLException {
      try (PreparedStatement prepared =
          connection.prepareStatement("SELECT v FROM numbers WHERE i = ?")) {
        for (int i = 0; i < 5; i++) {
          int id = 1 + random.nextInt(ROWS);
          prepared.setInt(1, id);
          try (ResultSet row = prepared.executeQuery()) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("x" + id);
          }
        }
      }
    }

    private void cursor() throws SQLException {
      connection.setAutoCommit(false);
      try (PreparedStatement prepared =
          connection.prepareStatement("SELECT v FROM numbers ORDER BY i")) {
        prepared.setFetchSize(7);
        int rows = 0;
        try (ResultSet row = prepared.executeQuery()) {
          while (row.next()) {
            rows++;
            assertThat(row.getString(1)).isEqualTo("x" + rows);
          }
        }
        assertThat(rows).isEqualTo(ROWS);
      }
      connection.commit();
      connection.setAutoCommit(true);
    }

    private void batchAndSavepoint() throws SQLException {
      connection.setAutoCommit(false);
      try (PreparedStatement prepared =
          connection.prepareStatement("UPDATE numbers SET v = v WHERE i = ?")) {
        for (int i = 1; i <= 5; i++) {
          prepared.setInt(1, number * 10 + i);
          prepared.addBatch();
        }
        assertThat(prepared.executeBatch()).containsOnly(1);
      }
      Savepoint savepoint = connection.setSavepoint();
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1 / 0");
      } catch (SQLException expected) {
        connection.rollback(savepoint);
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }
}
