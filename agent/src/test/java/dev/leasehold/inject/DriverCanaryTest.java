package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.lease.Canary;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
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

class DriverCanaryTest {

  private static final Trial DOWN =
      credential -> {
        throw new SQLException("down", "08001");
      };
  private static final Trial GONE = credential -> null;

  @AutoClose private static PostgresServer server;

  private final DriverCanary canary = new DriverCanary(new SessionStart(null, null));

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @Test
  void triesWhereTheApplicationConnectsThoughAnotherDatabaseOfTheBindingIsDown() throws Exception {
    try (Deployment deployment = new Deployment(server, Deployment.LONG, (url, user) -> true);
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
  void triesWhatWasTriedLastWhileNothingHasSucceeded() {
    canary.connecting(new Request(GONE));
    canary.connecting(new Request(DOWN));
    assertThatThrownBy(() -> canary.tryOut(superuser())).hasMessage("down");
  }

  @Test
  void triesAnotherWayWhenTheOneThatSucceededIsGone() throws Exception {
    canary.connected(canary.connecting(new Request(GONE)));
    assertThat(canary.tryOut(superuser())).isEqualTo(Canary.Verdict.UNTRIED);
    try (Deployment ignored = new Deployment(server, Deployment.LONG, (url, user) -> false);
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Driver driver = application.driver();
      canary.connecting(new Request(credential -> driver.connect(server.url(), login(credential))));
      assertThat(canary.tryOut(superuser())).isEqualTo(Canary.Verdict.ACCEPTED);
    }
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

  private record Request(Trial trial) implements ConnectionRequest {

    @Override
    public DriverDialect dialect() {
      return new PostgresDialect();
    }

    @Override
    public String url() {
      return "jdbc:postgresql:app";
    }

    @Override
    public String user() {
      return "app_static";
    }

    @Override
    public Arguments with(Credential credential, SessionStart start, String fingerprint) {
      throw new UnsupportedOperationException();
    }
  }
}
