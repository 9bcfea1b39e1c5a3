// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.postgresql.Driver;

@EnabledIf("dev.leasehold.testbed.postgresql.PgBouncerServer#isAvailable")
class PgBouncerServerTest {
  private static final Login COMER = new Login("comer", "secret");

  @AutoClose private static PostgresServer postgres;
  @AutoClose private static PgBouncerServer bouncer;

  @BeforeAll
  static void launch() {
    postgres = PostgresServer.launch();
    bouncer = PgBouncerServer.inFrontOf(postgres);
  }

  @Test
  void letsInWhoeverTheDatabaseKnowsAndHasItsOwnWordForWhoIsGone() throws SQLException {
    postgres.query("CREATE ROLE comer LOGIN PASSWORD 'secret' IN ROLE app_rw");
    try (Connection connection = connect()) {
      assertThat(Sql.query(connection, "SELECT current_user").get(0)).containsExactly("comer");
    }
    postgres.query(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'comer'");
    postgres.dropRole("comer");
    SQLException refusal = catchThrowableOfType(SQLException.class, PgBouncerServerTest::connect);
    assertThat(refusal.getSQLState()).isEqualTo("08P01");
  }

  private static Connection connect() throws SQLException {
    return Sql.connect(new Driver(), bouncer.url(), COMER, Map.of());
  }
}
