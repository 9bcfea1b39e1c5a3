// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.testbed.sql.Login;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresServerTest {
  @AutoClose private static PostgresServer postgres;

  @BeforeAll
  static void launch() {
    postgres = PostgresServer.launch(PostgresVersion.V18, 20);
    postgres.executeAsOwner("CREATE TABLE orders (what text)");
  }

  @ParameterizedTest
  @EnumSource
  void comesBackOnItsPortWithItsData(StopMode mode) {
    postgres.query("INSERT INTO orders VALUES ('" + mode + "')");
    postgres.stop(mode);
    assertThatThrownBy(postgres::connect).isInstanceOf(SQLException.class);
    postgres.start();
    assertThat(postgres.query("SELECT 1 FROM orders WHERE what = '" + mode + "'")).hasSize(1);
  }

  /** Why the agent looks for no 57P02 ({@code crash_shutdown}). */
  @Test
  void failsNoStatementWithWhatItSaysOfAnImmediateStop() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      postgres.stop(StopMode.IMMEDIATE);
      assertThat(state(statement, "SELECT 1")).isEqualTo("08006");
    } finally {
      postgres.start();
    }
  }

  @Test
  void goesBackToABackup() {
    Path backup = postgres.backUp();
    createRole("latecomer");
    postgres.restore(backup);
    assertThat(postgres.ephemeralRoles()).doesNotContain("latecomer");
  }

  @Test
  void keepsTheSessionsOfADroppedRole() throws SQLException {
    createRole("dropped");
    try (Connection connection = postgres.connect(new Login("dropped", "secret"));
        Statement statement = connection.createStatement()) {
      assertThat(postgres.ephemeralRoles()).contains("dropped");
      postgres.dropRole("dropped");
      statement.execute("SELECT 1");
      assertThat(postgres.sessions()).containsEntry("(dropped)", 1);
      assertThat(state(statement, "SELECT * FROM orders")).isEqualTo("42501");
    }
  }

  @Test
  void endsTheSessionsOfARole() throws SQLException {
    createRole("ended");
    try (Connection connection = postgres.connect(new Login("ended", "secret"));
        Statement statement = connection.createStatement()) {
      postgres.terminateSessions("ended");
      assertThat(state(statement, "SELECT 1")).isEqualTo("57P01");
    }
    postgres.dropRole("ended");
  }

  @Test
  void allowsAsManyConnectionsAsItIsGiven() {
    assertThat(postgres.query("SHOW max_connections").get(0)).containsExactly("20");
  }

  private static void createRole(String name) {
    postgres.query(
        "CREATE ROLE " + name + " LOGIN PASSWORD 'secret' VALID UNTIL '2100-01-01' IN ROLE app_rw");
  }

  private static String state(Statement statement, String sql) {
    return catchThrowableOfType(SQLException.class, () -> statement.execute(sql)).getSQLState();
  }
}
