// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.it.Eventually;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.sql.Login;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;

/** {@code revocation.sql} leaves nothing of a role and its sessions. */
class RevocationStatementsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String ENDED = "57P01";

  private static LeasedServers servers;

  @BeforeAll
  static void start() {
    servers = LeasedServers.get();
  }

  /**
   * A statement that waited for each in its turn would get no further than the first that hangs.
   */
  @ParameterizedTest
  @EnumSource
  void endsAllSessionsTogetherThoughManyHang(PostgresVersion version) throws SQLException {
    Lease lease = servers.lease(version, "orders");
    List<Connection> healthy = new ArrayList<>();
    List<Connection> hanging = new ArrayList<>();
    List<String> pids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hanging.add(servers.on(version).connect(lease.login()));
      pids.add(Answer.of(hanging.get(i), "SELECT pg_backend_pid()"));
      healthy.add(servers.on(version).connect(lease.login()));
    }
    signal("STOP", pids);
    try {
      assertThatThrownBy(() -> servers.revoke(lease))
          .as("all that hang are named")
          .message()
          .contains("the sessions of role " + lease.login().user() + " do not end")
          .contains(pids);
      assertThat(healthy)
          .extracting(RevocationStatementsIT::stateOf)
          .as("meanwhile")
          .containsOnly(ENDED);
    } finally {
      signal("CONT", pids);
    }
    servers.revoke(lease);
    assertThat(hanging).extracting(RevocationStatementsIT::stateOf).containsOnly(ENDED);
    assertThat(servers.on(version).ephemeralRoles()).isEmpty();
  }

  /**
   * The last connections of each client stay open, so that a connection that slips through is seen.
   */
  @ParameterizedTest
  @EnumSource
  void leavesNoSessionOfAnApplicationThatConnectsAgainAndAgain(PostgresVersion version)
      throws Exception {
    Lease lease = servers.lease(version, "orders");
    PostgresServer server = servers.on(version);
    String id =
        server.query("SELECT oid FROM pg_roles WHERE rolname = " + lease.literal()).get(0).get(0);
    AtomicInteger connected = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      for (int i = 0; i < 4; i++) {
        clients.execute(() -> connectUntilRefused(server, lease, connected));
      }
      Eventually.holds("they connect", BOUND, () -> connected.get() > 20);
      servers.revoke(lease);
      assertThat(server.query("SELECT pid FROM pg_stat_activity WHERE usesysid = " + id)).isEmpty();
    } finally {
      clients.shutdownNow();
    }
  }

  private static void connectUntilRefused(PostgresServer server, Lease lease, AtomicInteger count) {
    Deque<Connection> last = new ArrayDeque<>();
    try {
      while (true) {
        last.add(server.connect(lease.login()));
        count.incrementAndGet();
        if (last.size() > 10) {
          last.remove().close();
        }
      }
    } catch (SQLException refused) {
      // Its role is gone.
    }
  }

  /**
   * A session may be past the check of its login, but wait before it shows itself. It would outlive
   * its role, with all rights of the group that it begins as.
   */
  @ParameterizedTest
  @EnumSource
  void endsASessionThatHidesBetweenItsLoginAndItsFirstStatement(PostgresVersion version)
      throws Exception {
    Lease lease = servers.lease(version, "orders");
    PostgresServer server = servers.on(version);
    CompletableFuture<Connection> hidden =
        slowToStart(server, lease.login(), 20, " -c role=app_rw");
    servers.revoke(lease);
    assertThatThrownBy(hidden::join)
        .hasRootCauseMessage("FATAL: terminating connection due to administrator command");
  }

  @Test
  void leavesASuperusersSessionAloneThatIsSlowToStart() throws Exception {
    PostgresServer server = servers.on(PostgresVersion.V18);
    Lease lease = servers.lease(PostgresVersion.V18, "orders");
    CompletableFuture<Connection> slow = slowToStart(server, server.superuser(), 3, "");
    servers.revoke(lease);
    assertThat(slow.join().isValid(1)).isTrue();
  }

  /** Begins a session that waits so many seconds before it shows itself, and awaits its login. */
  private static CompletableFuture<Connection> slowToStart(
      PostgresServer server, Login login, int seconds, String options) {
    String starting =
        "SELECT pid FROM pg_locks WHERE locktype = 'object' AND classid = 'pg_database'::regclass";
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("options", "-c post_auth_delay=" + seconds + options);
    CompletableFuture<Connection> session =
        CompletableFuture.supplyAsync(() -> connect(server.url(), properties));
    Eventually.holds("it has logged in", BOUND, () -> !server.query(starting).isEmpty());
    return session;
  }

  private static Connection connect(String url, Properties login) {
    try {
      return new Driver().connect(url, login);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failsLoudlyWhileASessionDoesNotEndAndLetsNobodyInMeanwhile() throws Exception {
    PostgresVersion version = PostgresVersion.V18;
    Lease lease = servers.lease(version, "orders");
    Connection session = servers.on(version).connect(lease.login());
    String pid = Answer.of(session, "SELECT pg_backend_pid()");
    signal("STOP", List.of(pid));
    try {
      assertThatThrownBy(() -> servers.revoke(lease))
          .hasMessageContaining("the sessions of role " + lease.login().user() + " do not end")
          .hasMessageContaining(pid);
      assertThatThrownBy(() -> servers.on(version).connect(lease.login()))
          .hasMessageContaining("is not permitted to log in");
    } finally {
      signal("CONT", List.of(pid));
    }
    servers.revoke(lease);
    assertThat(stateOf(session)).isEqualTo(ENDED);
    assertThat(servers.on(version).ephemeralRoles()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void revokesALeaseWhoseRoleSomebodyHasDropped(PostgresVersion version) {
    Lease lease = servers.lease(version, "orders");
    servers.on(version).dropRole(lease.login().user());
    servers.revoke(lease);
  }

  private static void signal(String signal, List<String> pids) {
    List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
    command.addAll(pids);
    Command.run(Path.of("/"), command);
  }

  /** Returns the SQLState that a statement fails with. */
  private static String stateOf(Connection session) {
    try {
      return "no failure: " + Answer.of(session, "SELECT 1");
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
