// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a connection that could not be moved, at its deadline. */
class HandOverDeadlineTest {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final String ROW = "SELECT id FROM broker_lock FOR UPDATE";
  private static final String WHY = "; it was not moved to a new session: ";
  private static final String LONG_STATEMENT = "SELECT pg_sleep(60)";
  private static final String ADVISORY = "SELECT pg_advisory_lock(7)";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE TABLE broker_lock AS SELECT 1 AS id");
    server.query("GRANT ALL ON broker_lock TO app_rw");
    MovableSessions.createUsers(server, "before");
  }

  /** A broker's lock on a row, in a transaction, and one of the session. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, false, " + ROW,
    "postgresql-newest, false, " + ROW,
    "postgresql-newest, true, " + ADVISORY
  })
  void theHolderOfALockIsToldBeforeOthersCanTakeIt(String library, boolean own, String sql)
      throws Exception {
    try (KeptConnection orders = new KeptConnection(server, library)) {
      Connection kept = orders.connection;
      kept.setAutoCommit(own);
      assertThat(text(kept, sql)).isNotNull();
      orders.deployment.rotateTo(2);
      if (own) {
        orders.deployment.recorder.await("pinned", 1);
      }
      awaitDeadline(orders.deployment);
      assertThat(isHeld()).as("the lock, after the deadline").isTrue();

      assertThatThrownBy(() -> text(kept, "SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the lease of this connection has ended")
          .hasMessageContaining("role v-test-1-")
          .hasMessageContaining(WHY + (own ? "it holds an advisory lock" : ""));
      awaitRelease();
      awaitClosed(kept);
    }
  }

  /** Its role is there until then as well: nothing is revoked for the rotation that waits. */
  @Test
  void theHolderOfALockIsToldFirstAlsoWhereTheNextRotationWaits() throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest")) {
      Deployment deployment = orders.deployment;
      orders.connection.setAutoCommit(false);
      assertThat(text(orders.connection, ROW)).isEqualTo("1");
      Generation first = deployment.life.current();
      deployment.pass(Deployment.LONG.dividedBy(2)); // The second is to be young at the end.
      deployment.rotateTo(2);
      deployment.life.rotate("the test asks for another one");
      awaitExpedited(first);
      deployment.pass(Deployment.LONG.dividedBy(2));
      deployment.recorder.await("aborted", 1);
      assertThat(isHeld()).as("the lock, after the deadline").isTrue();

      assertThatThrownBy(() -> text(orders.connection, "SELECT 1"))
          .hasMessageContaining("the lease of this connection has ended");
      awaitRelease();
    }
  }

  /** Its session is to end as soon, for however long its holder could be told. */
  @Test
  void theHolderOfALockIsNotToldFirstWhereTheDatabaseRejectsItsRole() throws Exception {
    HandOverPolicy policy =
        new HandOverPolicy(Drivers.handOver(), false, 4, Duration.ofMillis(5), Duration.ofHours(1));
    Deployment deployment = MovableSessions.deploy(server, policy, new SessionStart(null, null));
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest", deployment)) {
      orders.connection.setAutoCommit(false);
      assertThat(text(orders.connection, ROW)).isEqualTo("1");
      Generation first = deployment.life.current();
      deployment.rotateTo(2);
      deployment.life.suspect(first, Target.of("127.0.0.1", server.port(), "app"), "28P01");
      awaitExpedited(first);
      awaitDeadline(deployment);
      awaitRelease();
    }
  }

  private static void awaitExpedited(Generation generation) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!generation.isExpedited() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(generation.isExpedited()).isTrue();
  }

  @Test
  void aHolderThatExecutesNothingLosesItsLockWithinTheMargin() throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest")) {
      Connection kept = orders.connection;
      kept.setAutoCommit(false);
      assertThat(text(kept, ROW)).isEqualTo("1");
      endLease(orders.deployment);
      assertThat(isHeld()).isTrue();
      orders.deployment.pass(Duration.ofMillis(500));
      awaitRelease();
      assertThatThrownBy(() -> text(kept, "SELECT 1"))
          .hasMessageContaining("the lease of this connection has ended")
          .hasMessageContaining(WHY);
    }
  }

  /** It is aborted at once, as it may last for long. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aStatementThatIsUnderWaySaysWhyItsConnectionWasNotMoved(String library) throws Exception {
    try (KeptConnection orders = new KeptConnection(server, library)) {
      Connection kept = orders.connection;
      CompletableFuture<Throwable> failure =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> text(kept, LONG_STATEMENT)));
      awaitExecuting();
      endLease(orders.deployment);
      assertThat(failure.get(60, TimeUnit.SECONDS))
          .hasMessageContaining("the lease of this connection has ended")
          .hasMessageContaining(WHY);
    }
  }

  private static void awaitExecuting() {
    String sql = "SELECT count(*) FROM pg_stat_activity WHERE query = '" + LONG_STATEMENT + "'";
    long end = System.nanoTime() + BOUND_NANOS;
    while ("0".equals(server.query(sql).get(0).get(0)) && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** As a broker's does that borrows a connection for good. */
  @Test
  void theHolderOfALockIsToldFirstAlsoWhereItsPoolWasToldToLetGo() throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched(LibraryLoader.DBCP)) {
      DataSource pool = application.dbcp(server.url());
      try (AutoCloseable closing = (AutoCloseable) pool;
          Connection lent = pool.getConnection()) {
        lent.setAutoCommit(false);
        assertThat(text(lent, ROW)).isEqualTo("1");
        endLease(deployment);
        assertThat(isHeld()).as("the lock, after the deadline").isTrue();
        assertThatThrownBy(() -> text(lent, "SELECT 1"))
            .hasMessageContaining("the lease of this connection has ended")
            .hasMessageContaining(WHY + "its pool was told to let it go");
        awaitRelease();
        assertThat(deployment.recorder.pins()).as("nobody had to be told beforehand").isEmpty();
      }
    }
  }

  /** A question about it goes by the same check as the call of the next statement. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aStatementThatWasExecutedIsNotSaidToHaveFailed(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Statement statement = live.createStatement()) {
      statement.execute("SELECT 1");
      sessions.failNext(live);
      assertThatCode(statement::getResultSet).doesNotThrowAnyException();
      statement.addBatch("SELECT 2");
      Throwable first = catchThrowable(statement::executeBatch);
      Throwable second = catchThrowable(() -> text(live, "SELECT 1"));
      assertThat(first).hasMessage("ended");
      assertThat(second).as("one of its own").hasMessage("ended").isNotSameAs(first);
    }
  }

  /** The driver makes no statement of it. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, copyIn, FROM STDIN",
    "postgresql-42.2.2, copyOut, TO STDOUT",
    "postgresql-newest, copyIn, FROM STDIN",
    "postgresql-newest, copyOut, TO STDOUT"
  })
  void aCopyIsNotBegun(String library, String method, String direction) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before")) {
      live.setAutoCommit(false);
      MovableSessions.execute(live, "INSERT INTO broker_lock VALUES (2)");
      sessions.failNext(live);
      Object copies = live.getClass().getMethod("getCopyAPI").invoke(live);
      assertThatThrownBy(
              () ->
                  copies
                      .getClass()
                      .getMethod(method, String.class)
                      .invoke(copies, "COPY broker_lock " + direction))
          .cause()
          .hasMessage("ended");
      assertThatThrownBy(live::commit).hasMessage("ended");
    }
  }

  /** The server knows of no failure, and would commit the statements before. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void halfATransactionIsNotCommitted(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before")) {
      live.setAutoCommit(false);
      MovableSessions.execute(live, "INSERT INTO broker_lock VALUES (2)");
      sessions.failNext(live);
      assertThatThrownBy(() -> MovableSessions.execute(live, "INSERT INTO broker_lock VALUES (3)"))
          .hasMessage("ended");
      assertThatThrownBy(live::commit).hasMessage("ended");
      assertThatThrownBy(() -> live.setAutoCommit(true)).hasMessage("ended");
    }
    assertThat(server.query("SELECT id FROM broker_lock")).isEqualTo(List.of(List.of("1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aTransactionOfWhichNoStatementFailedIsCommitted(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before")) {
      live.setAutoCommit(false);
      MovableSessions.execute(live, "SELECT txid_current()");
      sessions.failNext(live);
      assertThatCode(live::commit).doesNotThrowAnyException();
    }
  }

  /** It calls nothing that could fail. */
  @Test
  void aConnectionThatItsHolderClosesInsteadIsForgotten() throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched("postgresql-newest")) {
      WeakReference<Connection> closed = closedAtItsDeadline(deployment, application);
      long end = System.nanoTime() + BOUND_NANOS;
      while (closed.get() != null && System.nanoTime() < end) {
        System.gc();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      assertThat(closed.get()).isNull();
    }
  }

  private static WeakReference<Connection> closedAtItsDeadline(
      Deployment deployment, LibraryLoader application) throws Exception {
    Properties info = MovableSessions.properties("ApplicationName", "orders");
    try (Connection kept = application.keep(server.url(), info)) {
      kept.setAutoCommit(false);
      assertThat(text(kept, ROW)).isEqualTo("1");
      endLease(deployment);
      assertThat(isHeld()).isTrue();
      return new WeakReference<>(kept);
    }
  }

  private static void endLease(Deployment deployment) {
    deployment.rotateTo(2);
    awaitDeadline(deployment);
  }

  private static void awaitDeadline(Deployment deployment) {
    deployment.pass(Deployment.LONG);
    deployment.recorder.await("aborted", 1);
  }

  /** The server ends the session before the driver has noted it. */
  private static void awaitClosed(Connection kept) throws SQLException {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!kept.isClosed() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(kept.isClosed()).isTrue();
  }

  /** No lock but that of the test's connection is of these kinds. */
  private static boolean isHeld() {
    String count =
        server
            .query(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                    + " OR relation = 'broker_lock'::regclass")
            .get(0)
            .get(0);
    return !"0".equals(count);
  }

  private static void awaitRelease() {
    long end = System.nanoTime() + BOUND_NANOS;
    while (isHeld() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(isHeld()).as("the lock, in the end").isFalse();
  }
}
