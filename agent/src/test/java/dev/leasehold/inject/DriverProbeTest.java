// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DriverProbeTest {

  private static final ConnectRecipe DOWN =
      (credential, target) -> {
        throw new SQLException("down", "08001");
      };
  private static final ConnectRecipe GONE = (credential, target) -> null;
  private static final Target ONE = Target.of("one", 5432, "orders");

  @AutoClose private static PostgresServer server;

  private final DriverProbe probe = new DriverProbe(new SessionStart(null, null), 3);

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @Test
  void triesWhereTheApplicationConnectsThoughAnotherDatabaseOfTheBindingIsDown() throws Exception {
    try (Deployment deployment =
            new Deployment(server, Deployment.LONG, (url, targets, user) -> true);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Driver driver = application.driver();
      Connection connection = driver.connect(server.url(), new Properties());
      String replica = "jdbc:postgresql://127.0.0.1:" + closedPort() + "/app";
      assertThatThrownBy(() -> driver.connect(replica, new Properties()))
          .isInstanceOf(SQLException.class);
      deployment.rotateTo(2);
      assertThat(deployment.source.fetched()).isEqualTo(2);
      connection.close();
    }
  }

  @Test
  void triesNoTargetThatHasNotAnsweredALogin() throws Exception {
    probe.connecting(new Request(DOWN));
    assertThat(probe.targets()).isEmpty();
    assertThat(probe.tryOut(superuser(), ONE)).isEqualTo(CredentialProbe.Verdict.UNTRIED);
  }

  @Test
  void triesEachTargetTheWayItWasLastReached() throws Exception {
    Target there = Target.of("127.0.0.1", server.port(), "app");
    probe.answered(ONE, probe.connecting(new Request(DOWN)));
    try (Deployment ignored =
            new Deployment(server, Deployment.LONG, (url, targets, user) -> false);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Driver driver = application.driver();
      probe.answered(
          there,
          probe.connecting(
              new Request(
                  (credential, target) -> driver.connect(server.url(), login(credential)))));
      assertThat(probe.targets()).containsExactly(there, ONE);
      assertThat(probe.tryOut(superuser(), there)).isEqualTo(CredentialProbe.Verdict.ACCEPTED);
      assertThatThrownBy(() -> probe.tryOut(superuser(), ONE)).hasMessage("down");
    }
  }

  @Test
  void sendsNoCredentialToAServerThatTheDriverBringsItself() throws Exception {
    try (Deployment ignored =
            new Deployment(server, Deployment.LONG, (url, targets, user) -> false);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Driver driver = application.driver();
      ConnectRecipe elsewhere =
          (credential, target) -> driver.connect(server.url(), login(credential));
      probe.answered(ONE, probe.connecting(new Request(elsewhere)));
      assertThatThrownBy(() -> probe.tryOut(superuser(), ONE))
          .hasStackTraceContaining("The credential is not sent there");
    }
  }

  @Test
  void forgetsATargetWhoseDriverIsGone() throws Exception {
    probe.answered(ONE, probe.connecting(new Request(GONE)));
    assertThat(probe.tryOut(superuser(), ONE)).isEqualTo(CredentialProbe.Verdict.UNTRIED);
    assertThat(probe.targets()).isEmpty();
  }

  @Test
  void keepsTheTargetsThatWereReachedLast() {
    Target first = Target.of("db0", 5432, "orders");
    for (int i = 0; i < 64; i++) {
      probe.answered(Target.of("db" + i, 5432, "orders"), probe.connecting(new Request(DOWN)));
    }
    assertThat(probe.targets()).hasSize(64).endsWith(first);
    assertThat(probe.targets())
        .extracting(Target::host)
        .startsWith("db63", "db62", "db61")
        .hasSizeGreaterThan(probe.mostTargets());
    probe.answered(ONE, probe.connecting(new Request(DOWN)));
    assertThat(probe.targets()).startsWith(ONE).hasSize(64).doesNotContain(first);
  }

  private static Credential superuser() {
    return new Credential("postgres", Secret.of(server.superuser().password()));
  }

  private static Properties login(Credential credential) {
    Properties info = new Properties();
    info.setProperty("user", credential.username());
    info.setProperty("password", credential.password().reveal());
    return info;
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Request(ConnectRecipe recipe) implements ConnectionRequest {

    @Override
    public DriverDialect dialect() {
      return new PostgresDialect();
    }

    @Override
    public String url() {
      return "jdbc:postgresql:app";
    }

    @Override
    public Targets targets() {
      return Targets.of(ONE);
    }

    @Override
    public String user() {
      return "app_static";
    }

    @Override
    public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint) {
      throw new UnsupportedOperationException();
    }
  }
}
