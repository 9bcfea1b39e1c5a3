// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes at its deadline of a connection that could not be moved. */
class HandOverDeadlineTest {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final String ROW = "SELECT id FROM broker_lock FOR UPDATE";
  private static final String ADVISORY = "SELECT pg_advisory_lock(7)";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE TABLE broker_lock AS SELECT 1 AS id");
    server.query("GRANT ALL ON broker_lock TO app_rw");
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
      endLease(orders.deployment);
      assertThat(isHeld()).as("the lock, after the deadline").isTrue();

      assertThatThrownBy(() -> text(kept, "SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the lease of this connection has ended")
          .hasMessageContaining("role v-test-1-");
      awaitRelease();
      assertThat(kept.isClosed()).isTrue();
    }
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
          .hasMessageContaining("the lease of this connection has ended");
    }
  }

  private static void endLease(Deployment deployment) {
    deployment.rotateTo(2);
    deployment.pass(Deployment.LONG);
    deployment.recorder.await("aborted", 1);
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
