// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.Settings;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.standin.StandIn;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * AWS's advanced JDBC wrapper asks Aurora's functions which instances a cluster has, and connects
 * to these. Here it connects to two PostgreSQL servers whose databases have such functions. It also
 * connects to a stand-in at the same port of another address, which the binding does not cover.
 */
@Timeout(180)
class AwsTopologyTest {

  private static final String WRITER = "127.0.0.1";
  private static final String READER = loopback();
  private static final String ELSEWHERE = loopback();
  private static final String CONFIGURED = "app_static";
  private static final String LEASED = "v-test-";

  private static PostgresServer writer;
  private static PostgresServer reader;

  private final int port = Ports.free();
  private Relay toWriter;
  private Relay toReader;
  private StandIn elsewhere;

  @BeforeAll
  static void start() {
    writer = PostgresServer.launch();
    reader = PostgresServer.launch();
    name(writer, WRITER);
    name(reader, READER);
  }

  @AfterAll
  static void stop() {
    writer.close();
    reader.close();
  }

  @BeforeEach
  void listen() {
    toWriter = Relay.at(new InetSocketAddress(WRITER, port), writer.port());
    toReader = Relay.at(new InetSocketAddress(READER, port), reader.port());
    elsewhere = StandIn.postgresql(new InetSocketAddress(ELSEWHERE, port));
  }

  @AfterEach
  void close() {
    toWriter.close();
    toReader.close();
    elsewhere.close();
  }

  @Test
  void aReaderOfTheTopologyGetsTheCredentialWhereThePatternCoversIt() throws Exception {
    cluster(WRITER, READER);
    try (Deployment ignored = deploy(pattern());
        Wrapper wrapper = new Wrapper();
        Connection connection = wrapper.connect("readWriteSplitting")) {
      assertThat(single(connection, "SELECT session_user")).startsWith(LEASED);
      assertThat(instance(connection)).isEqualTo(WRITER);
      connection.setReadOnly(true);
      assertThat(single(connection, "SELECT session_user")).startsWith(LEASED);
      assertThat(instance(connection)).isEqualTo(READER);
    }
  }

  @Test
  void aReaderOfTheTopologyGetsNoCredentialWhereThePatternDoesNotCoverIt() throws Exception {
    cluster(WRITER, ELSEWHERE);
    try (Deployment ignored = deploy(pattern());
        Wrapper wrapper = new Wrapper();
        Connection connection = wrapper.connect("readWriteSplitting")) {
      connection.setReadOnly(true); // In vain: it stays where it is.
      assertThat(instance(connection)).isEqualTo(WRITER);
      assertThatNoCredentialArrivedElsewhere();
    }
  }

  /** Else the others would show nothing. */
  @Test
  void aReaderOfTheTopologyGetsTheCredentialWhereEveryServerIsMeant() throws Exception {
    cluster(WRITER, ELSEWHERE);
    try (Wrapper wrapper = new Wrapper()) {
      CompletableFuture<Void> switched;
      try (Deployment ignored = deploy("*")) {
        Connection connection = wrapper.connect("readWriteSplitting");
        switched = CompletableFuture.runAsync(() -> readOnly(connection));
        awaitLease(elsewhere);
      }
      switched.get(1, TimeUnit.MINUTES);
    }
  }

  /** Until then the reader's refusals are waited for. */
  private static void awaitLease(StandIn standIn) {
    long bound = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (standIn.logins().stream().noneMatch(AwsTopologyTest::isLeased)) {
      assertThat(System.nanoTime()).as("time of the wait for a credential").isLessThan(bound);
      Thread.onSpinWait();
    }
  }

  private static void readOnly(Connection connection) {
    try {
      connection.setReadOnly(true);
    } catch (SQLException refused) {
      // The reader takes nobody.
    }
  }

  /** The wrapper's monitors look for the new writer on all instances, on threads of their own. */
  @Test
  void aFailoverShowsTheCredentialToThoseAloneThatThePatternCovers() throws Exception {
    cluster(WRITER, READER, ELSEWHERE);
    try (Deployment ignored = deploy(pattern());
        Wrapper wrapper = new Wrapper();
        Connection connection = wrapper.connect("failover2,efm2")) {
      assertThat(instance(connection)).isEqualTo(WRITER);
      cluster(READER, WRITER, ELSEWHERE);
      toReader.delay(Duration.ofMillis(300)); // So that the others have been tried by then.
      toWriter.close();
      assertThatThrownBy(() -> instance(connection))
          .isInstanceOf(SQLException.class)
          .extracting(failure -> ((SQLException) failure).getSQLState())
          .isEqualTo("08S02"); // The wrapper's for: it has another connection now.
      assertThat(single(connection, "SELECT session_user")).startsWith(LEASED);
      assertThat(instance(connection)).isEqualTo(READER);
      assertThatNoCredentialArrivedElsewhere();
    }
  }

  private void assertThatNoCredentialArrivedElsewhere() {
    assertThat(elsewhere.logins())
        .isNotEmpty()
        .extracting(Login::user)
        .as("it is left as it is configured")
        .containsOnly(CONFIGURED);
    assertThat(elsewhere.hasReceived(LEASED)).isFalse();
  }

  private static boolean isLeased(Login login) {
    return login.user().startsWith(LEASED);
  }

  private String pattern() {
    return "jdbc:postgresql://%s:%d,%s:%d/app".formatted(WRITER, port, READER, port);
  }

  private static Deployment deploy(String pattern) throws Exception {
    Settings settings = PatternSettings.of(pattern, CONFIGURED);
    Roles onWriter = Roles.of(writer);
    Roles onReader = Roles.of(reader);
    Roles both =
        new Roles() {
          @Override
          public void create(String name, String password) {
            onWriter.create(name, password);
            onReader.create(name, password);
          }

          @Override
          public void drop(String name) {
            onWriter.drop(name);
            onReader.drop(name);
          }
        };
    return new Deployment(
        both,
        Deployment.LONG,
        (url, targets, user) -> settings.binding(url, targets, user) != null);
  }

  private static String loopback() {
    SecureRandom random = new SecureRandom();
    return "127.%d.%d.%d"
        .formatted(random.nextInt(1, 255), random.nextInt(255), random.nextInt(1, 255));
  }

  /** Has a server say which instance it is. */
  private static void name(PostgresServer server, String instance) {
    server.query(
        """
        CREATE FUNCTION pg_catalog.aurora_db_instance_identifier()
        RETURNS text LANGUAGE sql AS $$ SELECT '%s' $$
        """
            .formatted(instance));
  }

  /** Has both servers say which instances there are; the first is the instance that writes. */
  private static void cluster(String first, String... others) {
    String rows =
        List.of(others).stream()
            .map(instance -> ", ('%s', '%s')".formatted(instance, instance))
            .collect(Collectors.joining("", "('" + first + "', 'MASTER_SESSION_ID')", ""));
    for (PostgresServer server : List.of(writer, reader)) {
      server.query(
          """
          CREATE OR REPLACE FUNCTION pg_catalog.aurora_replica_status(OUT server_id text,
            OUT session_id text, OUT cpu double precision,
            OUT replica_lag_in_msec double precision, OUT last_update_timestamp timestamptz)
          RETURNS SETOF record LANGUAGE sql AS $$
            SELECT i.id, i.session, 1::double precision, 1::double precision, now()
            FROM (VALUES %s) AS i (id, session) $$
          """
              .formatted(rows));
    }
  }

  private static String instance(Connection connection) throws SQLException {
    return single(connection, "SELECT pg_catalog.aurora_db_instance_identifier()");
  }

  private static String single(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The wrapper with pgjdbc, as an application has them. */
  private final class Wrapper implements AutoCloseable {

    private final LibraryLoader application =
        new LibraryLoader(
            "slf4j-api-2.0.17", "postgresql-newest", "aws-advanced-jdbc-wrapper-4.3.0");

    Connection connect(String plugins) throws Exception {
      application.driver(); // Registers itself, as it does in any application.
      Driver driver = (Driver) application.make("software.amazon.jdbc.Driver");
      Properties info = new Properties();
      info.setProperty("user", CONFIGURED);
      info.setProperty("password", "static");
      info.setProperty("sslmode", "disable");
      info.setProperty("wrapperPlugins", plugins);
      info.setProperty("wrapperDialect", "aurora-pg");
      info.setProperty("clusterInstanceHostPattern", "?");
      info.setProperty("failoverTimeoutMs", "60000");
      String url = "jdbc:aws-wrapper:postgresql://%s:%d/app".formatted(WRITER, port);
      return driver.connect(url, info);
    }

    /** Stops its monitors; the rest needs AWS's SDK. */
    @Override
    public void close() throws Exception {
      String utilities = "software.amazon.jdbc.util.";
      Class<?> core = application.loadClass(utilities + "CoreServicesContainer");
      Object monitors =
          core.getMethod("getMonitorService").invoke(core.getMethod("getInstance").invoke(null));
      application
          .loadClass(utilities + "monitoring.MonitorService")
          .getMethod("releaseResources")
          .invoke(monitors);
      application.close();
    }
  }
}
