// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leasehold.lease.Generation;
import dev.leasehold.retire.PendingConnection;
import dev.leasehold.target.Target;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetirementTest {

  private static final Target TARGET = Target.of("db", 5432, "orders");

  private static final Duration SHORT = Duration.ofSeconds(6);

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE TABLE hidden (id int)");
  }

  @EachPgjdbc
  void retiredConnectionIsInvalidButServesUntilItIsClosed(String library) throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader(library)) {
      Connection connection = connect(application);
      connection.setAutoCommit(false);
      assertThat(connection.isValid(5)).isTrue();
      deployment.rotateTo(2);

      assertThat(connection.isValid(5)).isFalse();
      execute(connection, "SELECT 1");
      connection.commit();
      assertThat(deployment.recorder.happened("drained", 1)).isFalse();

      connection.close();
      deployment.recorder.await("drained", 1);
      assertThat(deployment.openOf(1)).isZero();
    }
  }

  @Test
  void connectionsOfAPlannedRotationGoOneByOne() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      List<Connection> connections = connectTwenty(application);
      deployment.rotateTo(2);
      assertThat(valid(connections)).isBetween(1, 19);
      for (Connection connection : connections) {
        Connections.awaitInvalid(connection);
        connection.close();
      }
      deployment.recorder.await("drained", 1);
    }
  }

  @Test
  void connectionsOfARejectedCredentialGoAtOnce() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      List<Connection> connections = connectTwenty(application);
      server.query(
          "ALTER ROLE \"" + deployment.life.current().credential().username() + "\" NOLOGIN");
      connect(application).close();
      deployment.recorder.await("retired", 1);
      Connections.awaitInvalid(connections.get(19)); // The last connection that counted as new.
      assertThat(valid(connections)).isZero();
      for (Connection connection : connections) {
        connection.close();
      }
      deployment.recorder.await("drained", 1);
    }
  }

  /** An operator's revocation ends them one after the other; a server that stops ends all. */
  @Test
  void aSessionThatTheServerHasEndedTakesTheOthersOfItsGenerationWithItAtOnce() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      List<Connection> connections = connectTwenty(application);
      deployment.pass(Duration.ofSeconds(2));
      end(connections.get(7));
      assertThatThrownBy(() -> execute(connections.get(7), "SELECT 1"))
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57P01"));
      assertThat(valid(connections)).isZero();
      execute(connections.get(8), "SELECT 1");
      assertThat(deployment.recorder.await("sessionsEnded", 1)).isEqualTo(20);

      try (Connection later = connect(application)) {
        assertThat(later.isValid(5)).isTrue();
        deployment.pass(Duration.ofSeconds(31));
        assertThat(later.isValid(5)).isTrue();
      }
      assertThat(deployment.life.current().number()).as("the role is still there").isEqualTo(1);
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  /** It is no pool that is known, and lets nothing go. */
  @Test
  void whatKeepsConnectionsThatAreReplacedIsNamedLongBeforeTheirDeadline() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader("postgresql-newest");
        Connection kept = application.keep(server.url(), properties("app_static", "wrong"))) {
      deployment.rotateTo(2);
      deployment.pass(Duration.ofMinutes(3));
      assertThat(deployment.recorder.await("kept", 1)).isEqualTo(1);
      assertThat(deployment.recorder.holders().keySet())
          .singleElement()
          .asString()
          .startsWith("dev.leasehold.inject.Keeper (");
      assertThat(kept.isClosed()).isFalse();
      assertThat(deployment.recorder.happened("aborted", 1)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.2.29", "postgresql-newest"})
  void abortsAtTheDeadlineWithOneClearException(String library) throws Exception {
    try (Deployment deployment = deploy(SHORT);
        LibraryLoader application = new LibraryLoader(library)) {
      final Generation first = deployment.life.current();
      Connection querying = connect(application);
      Connection committing = connect(application);
      Connection preparing = connect(application);
      Connection batching = connect(application);
      Connection copying = connect(application);
      Connection listening = connect(application);
      committing.setAutoCommit(false);
      execute(committing, "SELECT 1");
      PreparedStatement prepared = preparing.prepareStatement("SELECT 1");
      Statement batch = batching.createStatement();
      batch.addBatch("SELECT 1");
      CompletableFuture<Throwable> midQuery =
          failureOf(() -> execute(querying, "SELECT pg_sleep(60)"));
      CompletableFuture<Throwable> midCopy = failureOf(() -> copyOut(copying));
      CompletableFuture<Throwable> midWait = failureOf(() -> awaitNotification(listening));

      assertThat(deployment.recorder.await("aborted", 1)).isEqualTo(6);
      assertThat(deployment.isPastDeadline(first)).as("not before its time").isTrue();
      assertLeaseEnded(midQuery.get(60, TimeUnit.SECONDS));
      assertLeaseEnded(midCopy.get(60, TimeUnit.SECONDS));
      assertLeaseEnded(midWait.get(60, TimeUnit.SECONDS));
      Connections.awaitClosed(committing, preparing, batching);
      assertThrowsLeaseEnded(committing::commit);
      assertThrowsLeaseEnded(committing::createStatement);
      assertThrowsLeaseEnded(prepared::executeQuery);
      assertThrowsLeaseEnded(batch::executeBatch);
      assertThat(querying.isValid(5)).isFalse();
      deployment.recorder.await("drained", 1);
    }
  }

  @Test
  void abortsConnectionsOfTheCurrentGenerationToo() throws Exception {
    try (Deployment deployment = deploy(SHORT);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Connection connection = connect(application);
      deployment.source.goDown();
      assertThat(deployment.recorder.await("aborted", 1)).isEqualTo(1);
      Connections.awaitClosed(connection);
      assertThrowsLeaseEnded(connection::createStatement);
    }
  }

  @Test
  void connectionOpenedWhileItsGenerationRetiresIsLentOnceAndGoes() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Generation first = deployment.life.current();
      PendingConnection opening = requireNonNull(deployment.ledger.pending(first));
      deployment.rotateTo(2);
      assertThat(deployment.openOf(1)).isEqualTo(1);

      Connection late =
          application
              .driver()
              .connect(server.url(), properties("postgres", server.superuser().password()));
      opening.opened(late, TARGET, null);
      assertThat(late.isValid(5)).isTrue();
      Connections.awaitInvalid(late);
      assertThat(deployment.recorder.happened("drained", 1)).isFalse();

      late.close();
      deployment.recorder.await("drained", 1);
      assertThat(deployment.ledger.pending(first)).isNull();
    }
  }

  @Test
  void openingThatFailedDoesNotHoldItsGeneration() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG)) {
      PendingConnection opening =
          requireNonNull(deployment.ledger.pending(deployment.life.current()));
      opening.failed();
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);
    }
  }

  @Test
  void connectThatOutlastsItsLeaseHoldsNothingUpAndItsConnectionIsAborted() throws Exception {
    try (Deployment deployment = deploy(SHORT);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Generation first = deployment.life.current();
      PendingConnection opening = requireNonNull(deployment.ledger.pending(first));
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);
      assertThat(deployment.isPastDeadline(first)).as("not before its time").isTrue();

      Connection late =
          application
              .driver()
              .connect(server.url(), properties("postgres", server.superuser().password()));
      opening.opened(late, TARGET, null);
      assertThat(deployment.recorder.await("aborted", 1)).isEqualTo(1);
      Connections.awaitClosed(late);
      assertThrowsLeaseEnded(late::createStatement);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void roleDroppedUnderALiveConnectionIsReplaced(String library) throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader(library)) {
      try (Connection connection = connect(application)) {
        String role = deployment.life.current().credential().username();
        server.query("DROP ROLE \"" + role + "\"");
        assertThatThrownBy(() -> execute(connection, "SELECT * FROM hidden"))
            .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
        deployment.recorder.await("retired", 1);
        Connections.awaitInvalid(connection);
      }
      deployment.recorder.await("drained", 1);
      assertThat(deployment.life.current().number()).isEqualTo(2);
    }
  }

  @Test
  void aPermissionThatIsMissingForGoodReplacesNothing() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader("postgresql-newest");
        Connection connection = connect(application)) {
      assertThatThrownBy(() -> execute(connection, "SELECT * FROM hidden"))
          .isInstanceOf(SQLException.class);
      deployment.rotateTo(2);
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  @Test
  void connectionThatItsPoolHasNotAskedYetIsValidOnceThoughItIsToGo() throws Exception {
    try (Deployment deployment = deploy(Deployment.LONG);
        LibraryLoader application = new LibraryLoader("postgresql-newest");
        Connection connection = connect(application)) {
      deployment.rotateTo(2);
      assertThat(deployment.ledger.isRetired(connection)).isTrue();
      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.isValid(5)).isFalse();
    }
  }

  private static Deployment deploy(Duration lease) {
    return new Deployment(server, lease, (url, targets, user) -> "app_static".equals(user));
  }

  private static Connection connect(LibraryLoader application) throws Exception {
    return application.driver().connect(server.url(), properties("app_static", "wrong"));
  }

  /** Asks each once whether it is valid, as a pool does that lends it. */
  private static List<Connection> connectTwenty(LibraryLoader application) throws Exception {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      connections.add(connect(application));
    }
    assertThat(valid(connections)).isEqualTo(20);
    return connections;
  }

  private static int valid(List<Connection> connections) throws SQLException {
    int valid = 0;
    for (Connection connection : connections) {
      valid += connection.isValid(5) ? 1 : 0;
    }
    return valid;
  }

  private static Properties properties(String user, String password) {
    Properties info = new Properties();
    info.setProperty("user", user);
    info.setProperty("password", password);
    return info;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
    }
  }

  private static void end(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      server.query("SELECT pg_terminate_backend(" + row.getInt(1) + ")");
    }
  }

  private static void copyOut(Connection connection) throws Throwable {
    Object copying = call(connection, "getCopyAPI", new Class<?>[0]);
    Class<?>[] types = {String.class, OutputStream.class};
    call(
        copying,
        "copyOut",
        types,
        "COPY (SELECT pg_sleep(60)) TO STDOUT",
        OutputStream.nullOutputStream());
  }

  private static void awaitNotification(Connection connection) throws Throwable {
    call(connection, "getNotifications", new Class<?>[] {int.class}, 0);
  }

  private static Object call(Object target, String name, Class<?>[] types, Object... arguments)
      throws Throwable {
    try {
      return target.getClass().getMethod(name, types).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static CompletableFuture<Throwable> failureOf(ThrowingCallable use) {
    return CompletableFuture.supplyAsync(
        () -> requireNonNullElseGet(catchThrowable(use), () -> new AssertionError("did not fail")),
        command -> new Thread(command).start());
  }

  private static void assertThrowsLeaseEnded(ThrowingCallable use) {
    assertThatThrownBy(use).satisfies(RetirementTest::assertLeaseEnded);
  }

  private static void assertLeaseEnded(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("the lease of this connection has ended")
        .hasMessageContaining("orders")
        .hasMessageContaining("generation 1")
        .hasMessageContaining("get a new connection")
        .hasMessageMatching(
            ".* keep transactions shorter than"
                + " (that|a quarter of the lease's TTL)\\. To allow longer .*")
        .hasCauseInstanceOf(SQLException.class);
    assertThat(((SQLException) thrown).getSQLState()).isEqualTo("08006");
  }
}
