// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.driver.mariadb.MariaDbDialect;
import dev.leasehold.inject.driver.mysql.MysqlDialect;
import dev.leasehold.inject.driver.oracle.OracleDialect;
import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.driver.sqlserver.SqlServerDialect;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementHintsTest {

  private static final String NO_SECRET = "no_password_of_the_application";

  @AutoClose private static PostgresServer server;

  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void explainsOnceWhatTheEarlierLoginHadAndALeaseHasNot(String library) throws Exception {
    try (Deployment deployment =
            new Deployment(server, Deployment.LONG, (url, targets, user) -> true);
        LibraryLoader application = new LibraryLoader(library);
        Connection connection = application.driver().connect(server.url(), new Properties());
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 2; i++) {
        fails(statement, "CREATE TABLE made_at_start (" + NO_SECRET + " int)", "42501");
        fails(statement, "SELECT * FROM " + NO_SECRET, "42P01");
        fails(statement, "SELECT 1 FROM nowhere." + NO_SECRET, "42P01");
        fails(statement, "SELECT 1 / 0", "22012");
      }
      assertThat(deployment.said()).hasSize(2).noneMatch(line -> line.contains(NO_SECRET));
      assertThat(deployment.said().get(0))
          .startsWith("binding orders: a statement failed (SQLState 42501). A privilege is missing")
          .contains("leasehold.set-role");
      assertThat(deployment.said().get(1))
          .startsWith("binding orders: a statement failed (SQLState 42P01). ")
          .contains("search_path", "deploy/postgresql/README.md");
    }
  }

  private static void fails(Statement statement, String sql, String state) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  @Test
  void namesTheRoleThatSessionsActAs() {
    hints("app_owner").failed(new PostgresDialect(), new SQLException("denied", "42501"));
    assertThat(said).singleElement().asString().contains("grant it to app_owner");
  }

  /** A role owns nothing in SQL Server and Oracle as such sessions use it. */
  @Test
  void namesNoRoleWhereARoleWouldOwnNothing() {
    hints(null).failed(new SqlServerDialect(), new SQLException("denied", "S0005", 262));
    hints(null).failed(new OracleDialect(), new SQLException("denied", "42000", 1031));
    assertThat(said)
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line).contains("creation statements").doesNotContain("set-role"));
    assertThat(said.get(0)).contains("SQLState S0005, error 262");
  }

  @Test
  void namesTheRightsThatAnApplicationOfMysqlsFamilyNeeds() {
    for (DriverDialect dialect : List.of(new MariaDbDialect(), new MysqlDialect())) {
      hints(null).failed(dialect, new SQLException("denied", "42000", 1142));
    }
    assertThat(said)
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "a role in Vault that grants CREATE, ALTER, DROP, INDEX and REFERENCES")
                    .contains("deploy/mysql/README.md")
                    .doesNotContain("set-role"));
  }

  @Test
  void knowsTheCodesOfOtherDatabases() {
    hints(null).failed(new MariaDbDialect(), new SQLException("denied", "42000", 1142));
    hints(null).failed(new OracleDialect(), new SQLException("denied", "42000", 1031));
    hints(null).failed(new MariaDbDialect(), new SQLException("syntax", "42000", 1064));
    assertThat(said).hasSize(2);
  }

  private StatementHints hints(@Nullable String role) {
    return new StatementHints("orders", role, said::add);
  }
}
