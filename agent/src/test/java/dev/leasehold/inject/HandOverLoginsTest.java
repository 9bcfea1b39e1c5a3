// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Generation;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many logins a rotation takes, as the server counts them. */
class HandOverLoginsTest {

  /** A new credential is tried once at a server. */
  private static final int TRIALS = 1;

  private static final int LOOKS = 6;

  /** Longer than the one between two looks. */
  private static final Duration PAUSE = Duration.ofSeconds(12);

  private static final int LOGINS_AT_ONCE = 4;

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("ALTER SYSTEM SET log_connections = on");
    server.query("SELECT pg_reload_conf()");
  }

  @Test
  void eachConnectionThatIsMovedTakesOne() throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest");
        Connection second = orders.another(server);
        Connection third = orders.another(server)) {
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("drained", 1);
      String user = text(orders.connection, "SELECT session_user");
      assertThat(user).startsWith("v-test-2-").isEqualTo(text(second, "SELECT session_user"));
      assertThat(text(third, "SELECT session_user")).isEqualTo(user);
      assertThat(logins(user)).isEqualTo(3 + TRIALS);
    }
  }

  /** Only a statement of its own can change that. */
  @ParameterizedTest
  @ValueSource(strings = {"SELECT pg_advisory_lock(7)", "BEGIN; SELECT 1"})
  void oneThatCannotBeMovedAndExecutesNothingTakesOne(String statement) throws Exception {
    Semaphore looked = new Semaphore(0);
    HandOverPolicy policy =
        MovableSessions.policy(MovableSessions.telling(looked::release), LOGINS_AT_ONCE);
    Deployment deployment = MovableSessions.deploy(server, policy, new SessionStart(null, null));
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest", deployment)) {
      MovableSessions.execute(orders.connection, statement);
      Generation first = deployment.life.current();
      deployment.rotateTo(2);
      deployment.pass(Deployment.LONG.dividedBy(3)); // It is not waited for quiet any more.
      while (looked.availablePermits() < LOOKS) {
        assertThat(deployment.isPastDeadline(first)).isFalse();
        deployment.pass(PAUSE);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      }
      String user = deployment.life.current().credential().username();
      assertThat(logins(user)).isEqualTo(1 + TRIALS);
      assertThat(deployment.recorder.handedOver()).isZero();
    }
  }

  /** It waits for quiet each time, and the pause doubles all the same. */
  @Test
  void oneThatIsInUseOnceItsNewSessionIsOpenTakesFew() throws Exception {
    AtomicInteger moves = new AtomicInteger();
    HandOverPolicy policy = MovableSessions.policy(busy(moves), LOGINS_AT_ONCE);
    Deployment deployment = MovableSessions.deploy(server, policy, new SessionStart(null, null));
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest", deployment)) {
      assertThat(text(orders.connection, "SELECT 1")).isEqualTo("1");
      long begun = System.nanoTime();
      Duration passed = Duration.ZERO;
      deployment.rotateTo(2);
      while (moves.get() < 4) { // After 10 s, 20 s and 40 s.
        assertThat(passed).isLessThan(Deployment.LONG);
        deployment.pass(Duration.ofSeconds(1));
        passed = passed.plusSeconds(1);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      assertThat(passed.plusNanos(System.nanoTime() - begun)).isGreaterThan(PAUSE.multipliedBy(5));
    }
  }

  private static HandOverDriver busy(AtomicInteger moves) {
    HandOverDriver driver = Drivers.handOver();
    return MovableSessions.driver(
        (proxy, method, arguments) -> {
          if (method.getName().equals("move")) {
            moves.incrementAndGet();
            return HandOverResult.BUSY;
          }
          return method.invoke(driver, arguments);
        });
  }

  private static long logins(String user) throws IOException {
    return Files.readString(server.log())
        .lines()
        .filter(line -> line.contains("connection authorized: user=" + user + " "))
        .count();
  }
}
