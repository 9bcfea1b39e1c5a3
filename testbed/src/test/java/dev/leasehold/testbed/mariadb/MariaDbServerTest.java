// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.vault.VaultServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class MariaDbServerTest {
  private static final int ACCESS_DENIED = 1045;
  private static MariaDbServer mariadb;
  private static VaultServer vault;

  @BeforeAll
  static void launch() {
    mariadb = MariaDbServer.launch();
    mariadb.query("CREATE TABLE orders (what TEXT)");
    vault = VaultServer.launch();
    vault.database().connect(mariadb);
    vault.database().mysqlRole("orders", Duration.ofMinutes(1), Duration.ofMinutes(5));
  }

  @AfterAll
  static void close() {
    vault.close();
    mariadb.close();
  }

  @Test
  void comesBackOnItsPortWithItsData() {
    mariadb.query("INSERT INTO orders VALUES ('tea')");
    mariadb.stop();
    assertThatThrownBy(() -> mariadb.connect(mariadb.administrator()))
        .isInstanceOf(SQLException.class);
    mariadb.start();
    mariadb.kill();
    mariadb.start();
    assertThat(mariadb.query("SELECT 1 FROM orders WHERE what = 'tea'")).hasSize(1);
  }

  @Test
  void endsSessionsAndUserWithTheLease() throws SQLException {
    JsonNode lease = lease();
    Login login = login(lease);
    try (Connection connection = mariadb.connect(login);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO orders VALUES ('coffee')");
      assertThat(mariadb.sessions()).containsEntry(login.user(), 1);
      assertThatThrownBy(() -> statement.execute("CREATE TABLE mine (what TEXT)"))
          .hasMessageContaining("denied");
      vault.revoke(lease.path("lease_id").asText());
      assertThat(mariadb.ephemeralUsers()).doesNotContain(login.user());
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(errorCode(login)).isEqualTo(ACCESS_DENIED);
  }

  @Test
  void revokesALeaseWhoseUserSomebodyHasDropped() throws SQLException {
    JsonNode lease = lease();
    Login login = login(lease);
    try (Connection connection = mariadb.connect(login);
        Statement statement = connection.createStatement()) {
      mariadb.dropUser(login.user());
      statement.execute("SELECT 1");
      vault.revoke(lease.path("lease_id").asText());
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void letsVaultEndNoSessionButThoseOfShortLivedUsers() throws SQLException {
    try (Connection operator = mariadb.connect(mariadb.administrator());
        Connection asVault = mariadb.connect(mariadb.vault());
        Statement statement = asVault.createStatement()) {
      statement.execute("CALL vault.end_sessions('administrator')");
      statement.execute("KILL USER 'administrator'@'%'");
      assertThat(operator.isValid(5)).isTrue();
    }
  }

  private static JsonNode lease() {
    return vault.api().read("database/creds/orders");
  }

  private static Login login(JsonNode lease) {
    JsonNode data = lease.path("data");
    return new Login(data.path("username").asText(), data.path("password").asText());
  }

  private static int errorCode(Login login) {
    return catchThrowableOfType(SQLException.class, () -> mariadb.connect(login)).getErrorCode();
  }
}
