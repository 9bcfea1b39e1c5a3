// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The duties of every known pool at a rotation. */
final class EvictionTrial {

  /** How many connections the pool is to have at most. */
  static final int SIZE = 4;

  private EvictionTrial() {}

  /**
   * Each connection is counted once; idle connections go at once, and a connection that is in a
   * transaction when it comes back.
   */
  static void run(Deployment deployment, DataSource pool) throws SQLException {
    List<Connection> borrowed = borrowAll(pool);
    awaitOpen(deployment, SIZE);
    Connection kept = borrowed.remove(0);
    kept.setAutoCommit(false);
    assertThat(user(kept)).startsWith("v-test-1-");
    close(borrowed);

    deployment.rotateTo(2);
    awaitOpen(deployment, 1);
    assertThat(user(kept)).startsWith("v-test-1-");
    kept.commit();
    kept.close();
    deployment.recorder.await("drained", 1);

    List<Connection> fresh = borrowAll(pool);
    for (Connection connection : fresh) {
      assertThat(user(connection)).startsWith("v-test-2-");
    }
    close(fresh);
  }

  private static List<Connection> borrowAll(DataSource pool) throws SQLException {
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      borrowed.add(pool.getConnection());
    }
    return borrowed;
  }

  private static void close(List<Connection> connections) throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static void awaitOpen(Deployment deployment, int connections) {
    long bound = System.nanoTime() + Deployment.LONG.toNanos() / 20;
    while (deployment.openOf(1) != connections && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(deployment.openOf(1)).as("connections in the ledger").isEqualTo(connections);
  }

  private static String user(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT session_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
