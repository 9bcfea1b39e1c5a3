// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOverTest {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** As long is the old session left open after its connection was moved. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE TABLE numbers AS SELECT i, 'x' || i AS v FROM generate_series(1, 100) i");
    server.query("GRANT ALL ON numbers TO app_rw");
  }

  @EachPgjdbc
  void aConnectionThatNobodyLetsGoIsMovedToTheNextCredential(String library) throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched(library);
        Connection kept =
            application.keep(server.url(), MovableSessions.properties("prepareThreshold", "1"));
        PreparedStatement prepared = kept.prepareStatement("SELECT v FROM numbers WHERE i = ?")) {
      assertThat(value(prepared, 7)).isEqualTo("x7");
      String first = text(kept, "SELECT session_user");
      deployment.rotateTo(2);
      deployment.recorder.await("handedOver", 2);

      kept.setAutoCommit(false); // Else the driver repeats it, as it was not prepared here.
      assertThat(value(prepared, 8)).isEqualTo("x8");
      kept.commit();
      kept.setAutoCommit(true);
      assertThat(text(kept, "SELECT session_user"))
          .isEqualTo(deployment.life.current().credential().username());
      assertThat(kept.isValid(5)).isTrue();
      deployment.recorder.await("drained", 1);
      assertThat(deployment.openOf(2)).isEqualTo(1);
      awaitSessions(first, 0);
      assertCancelArrives(kept);
      assertThat(deployment.recorder.pins()).isEmpty();
    }
    awaitNoSessions();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPoolThatIsToldToLetGoIsMovedOnlyIfAllAreToBe(boolean all) throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, all);
        LibraryLoader application =
            LibraryLoader.watched("postgresql-newest", "HikariCP-7.0.2", "slf4j-api-2.0.17");
        Closing pool = new Closing(application.hikari(server.url(), 1))) {
      Connection physical = physical(pool.pool, "v-test-1-");
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);
      assertThat(physical.isClosed()).isEqualTo(!all);
      assertThat(deployment.recorder.handedOver()).isEqualTo(all ? 1 : 0);
      assertThat(physical(pool.pool, "v-test-2-") == physical).isEqualTo(all);
    }
  }

  /** It connects on the thread that borrows, which has opened connections of its own before. */
  @Test
  void norIsAPoolThatConnectsWhereTheApplicationDoesSoByItself() throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched(LibraryLoader.DBCP);
        Closing pool = new Closing(application.dbcp(server.url()))) {
      for (int i = 0; i < 10; i++) {
        application.keep(server.url(), MovableSessions.properties("ssl", "false")).close();
      }
      Class<?> ofDriver = application.loadClass("org.postgresql.PGConnection");
      Connection physical;
      try (Connection lent = pool.pool.getConnection()) {
        physical = (Connection) lent.unwrap(ofDriver);
      }
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);
      assertThat(physical.isClosed()).isTrue();
      assertThat(deployment.recorder.handedOver()).isZero();
    }
  }

  /** A pool, closed with the test. */
  private record Closing(DataSource pool) implements AutoCloseable {

    @Override
    public void close() throws Exception {
      ((AutoCloseable) pool).close();
    }
  }

  private static Connection physical(DataSource pool, String user) throws SQLException {
    try (Connection lent = pool.getConnection()) {
      assertThat(text(lent, "SELECT session_user")).startsWith(user);
      return lent.unwrap(Connection.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void soManyConnectionsAreMovedAtOnceInAHurryAsTheBindingSays(int logins) throws Exception {
    int most =
        mostAtOnce(
            logins,
            (deployment, kept, driver) -> {
              for (Connection each : kept) {
                each.setAutoCommit(false);
                text(each, "SELECT session_user");
              }
              deployment.rotateTo(2);
              deployment.pass(Deployment.LONG.dividedBy(6)); // All have had their turn.
              driver.awaitThreeLooks();
              deployment.pass(Deployment.LONG.dividedBy(4)); // Of the rest, no half is over.
              for (Connection each : kept) {
                each.commit();
              }
            });
    assertThat(most).isEqualTo(logins);
  }

  @Test
  void connectionsAreMovedOneByOneWhileThereIsTime() throws Exception {
    assertThat(mostAtOnce(2, (deployment, kept, driver) -> deployment.rotateTo(2))).isEqualTo(1);
  }

  /** Has three connections moved. */
  @FunctionalInterface
  private interface ThreeMoves {
    void make(Deployment deployment, List<Connection> kept, OneMoveAtOnce driver)
        throws InterruptedException, SQLException;
  }

  private static int mostAtOnce(int logins, ThreeMoves moves) throws Exception {
    OneMoveAtOnce driver = new OneMoveAtOnce(Drivers.handOver());
    Deployment deployment =
        new Deployment(server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
    try (deployment;
        LibraryLoader application = LibraryLoader.watched("postgresql-newest")) {
      deployment.handOver(MovableSessions.policy(driver, logins));
      List<Connection> kept = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        kept.add(application.keep(server.url(), MovableSessions.properties("ssl", "false")));
      }
      moves.make(deployment, kept, driver);
      deployment.recorder.await("drained", 1);
      for (Connection each : kept) {
        each.close();
      }
      assertThat(deployment.recorder.handedOver()).isEqualTo(3);
      return driver.most();
    }
  }

  /** So that its owner knows whether it is a connection of a pool's. */
  @Test
  void oneThatCannotBeMovedIsAnnouncedWithTheNumberOfThoseLikeIt() throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest");
        Connection movable = orders.another(server);
        Connection inUse = orders.another(server)) {
      inUse.setAutoCommit(false);
      text(inUse, "SELECT 1");
      text(orders.connection, "SELECT pg_advisory_lock(7)");
      orders.deployment.rotateTo(2);
      assertThat(orders.deployment.recorder.await("pinned", 1)).isIn(2, 3); // As a session moves.
      assertThat(movable.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aTransactionIsNotMoved(String library) throws Exception {
    try (KeptConnection orders = new KeptConnection(server, library)) {
      Connection kept = orders.connection;
      kept.setAutoCommit(false);
      final String first = text(kept, "SELECT session_user");
      Connection idle =
          orders.application.keep(server.url(), MovableSessions.properties("ssl", "false"));
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("handedOver", 2);
      orders.deployment.pass(Duration.ofSeconds(30));
      awaitUser(idle, orders.deployment.life.current().credential().username());
      assertThat(text(kept, "SELECT session_user")).isEqualTo(first);
      assertThat(orders.deployment.recorder.handedOver()).isEqualTo(1);
      kept.commit();
      awaitUser(kept, orders.deployment.life.current().credential().username());
      assertThat(orders.deployment.recorder.pins()).isEmpty();
      idle.close();
    }
  }

  /** Halfway to its deadline, as its holder may still close it. */
  @Test
  void aConnectionThatIsInUseAllTheTimeIsAnnounced() throws Exception {
    CountDownLatch attempts = new CountDownLatch(2); // The ledger knows a result then.
    try (Deployment deployment =
            new Deployment(
                    server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user))
                .handOver(MovableSessions.policy(MovableSessions.telling(attempts::countDown), 1));
        LibraryLoader application = LibraryLoader.watched("postgresql-newest");
        Connection kept =
            application.keep(server.url(), MovableSessions.properties("ssl", "false"))) {
      kept.setAutoCommit(false);
      assertThat(text(kept, "SELECT 1")).isEqualTo("1");
      deployment.rotateTo(2);
      deployment.pass(Deployment.LONG.dividedBy(20));
      assertThat(attempts.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(deployment.recorder.pins()).isEmpty();
      deployment.pass(Deployment.LONG.dividedBy(2));
      deployment.recorder.await("pinned", 1);
      assertThat(deployment.recorder.pins()).containsExactly("it is in use");
      assertThat(kept.isValid(5)).as("told to go, as without").isFalse();
    }
  }

  @Test
  void aDriverThatIsNotWatchedIsNotTouched() throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = new LibraryLoader("postgresql-newest");
        Connection unwatched =
            application.keep(server.url(), MovableSessions.properties("ssl", "false"))) {
      deployment.rotateTo(2);
      deployment.recorder.await("pinned", 1);
      assertThat(deployment.recorder.pins()).containsExactly("its statements were not seen");
      assertThat(text(unwatched, "SELECT 1")).isEqualTo("1");
    }
  }

  private static String value(PreparedStatement prepared, int id) throws SQLException {
    prepared.setInt(1, id);
    try (ResultSet row = prepared.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  private static void awaitUser(Connection connection, String user) throws SQLException {
    long bound = System.nanoTime() + BOUND_NANOS;
    while (!user(connection).equals(user) && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    assertThat(user(connection)).isEqualTo(user);
  }

  private static String user(Connection connection) throws SQLException {
    String user = text(connection, "SELECT session_user");
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
    return user;
  }

  private static void awaitSessions(String user, int sessions) {
    long bound = System.nanoTime() + BOUND_NANOS;
    while (server.sessions().getOrDefault(user, 0) != sessions && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    assertThat(server.sessions().getOrDefault(user, 0)).isEqualTo(sessions);
  }

  private static void awaitNoSessions() {
    for (String user : server.sessions().keySet()) {
      if (user.startsWith("v-test-")) {
        awaitSessions(user, 0);
      }
    }
  }

  private static void assertCancelArrives(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57014"));
    }
  }

  /** A statement may have waited for the move, and the end of a session costs the server time. */
  @Test
  void theOldSessionEndsAMomentAfterTheConnectionCountsForTheNewCredential() throws Exception {
    AtomicReference<Connection> ours = new AtomicReference<>();
    CompletableFuture<Long> pause = new CompletableFuture<>();
    HandOverPolicy policy = MovableSessions.policy(telling(ours), 1);
    Deployment deployment = MovableSessions.deploy(server, policy, new SessionStart(null, null));
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest", deployment)) {
      deployment.recorder.when(
          "handedOver", 2, () -> time(Objects.requireNonNull(ours.get()), pause));
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);
      assertThat(pause.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(PAUSE_NANOS);
      assertThat(text(orders.connection, "SELECT session_user")).startsWith("v-test-2-");
    }
  }

  /** Returns a driver that tells of our connection when it moves. */
  private static HandOverDriver telling(AtomicReference<Connection> ours) {
    HandOverDriver driver = Drivers.handOver();
    return MovableSessions.driver(
        (proxy, method, arguments) -> {
          if (method.getName().equals("move")) {
            ours.set((Connection) arguments[1]);
          }
          return method.invoke(driver, arguments);
        });
  }

  private static void time(Connection ours, CompletableFuture<Long> open) {
    long begun = System.nanoTime();
    CompletableFuture<String> ignored =
        MovableSessions.later(
            () -> {
              while (!ours.isClosed()) {
                Thread.onSpinWait();
              }
              open.complete(System.nanoTime() - begun);
              return "closed";
            });
  }
}
