// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import dev.leasehold.testbed.vault.VaultServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files in {@code deploy/mysql} make of a name, and leave of a user: nothing. */
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class MysqlStatementsIT {

  private static final String ROLE = "stock";
  private static final JwtIssuer ISSUER = new JwtIssuer();

  private static MariaDbServer mariadb;
  private static VaultServer vault;

  @BeforeAll
  static void start() {
    mariadb = MariaDbServer.launch();
    vault = VaultServer.launch();
    vault.database().connect(mariadb);
    vault.database().mysqlRole(ROLE, Duration.ofHours(1), Duration.ofHours(2));
  }

  @AfterAll
  static void stop() {
    vault.close();
    mariadb.close();
  }

  /** The third ends the quote and makes the rest of the line a comment, the password with it. */
  @ParameterizedTest
  @ValueSource(strings = {"x'y@example.org", "\\", "a'#", "a'-- ", "`;DROP"})
  void makesNoUserByWhatAPersonIsCalled(String subject) throws SQLException {
    List<List<String>> before = users();
    Subject person = new Subject(vault, ISSUER, subject);
    Lease lease = Lease.of(person.logIn(ROLE).read("database/creds/" + ROLE));
    assertThat(lease.login().user()).matches("v-stock-[A-Za-z0-9]{8}-\\d{10}");
    assertThat(mariadb.ephemeralUsers()).containsExactly(lease.login().user());
    try (Connection session = mariadb.connect(lease.login())) {
      assertThat(Answer.of(session, "SELECT 1")).isEqualTo("1");
      vault.revoke(lease.id());
      assertThatThrownBy(() -> Answer.of(session, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(users()).isEqualTo(before);
  }

  @Test
  void endsTheSessionsOfOneUserAndOfNoOtherBeforeItReturns() throws SQLException {
    Lease lease = lease();
    Login other = new Login(lease.login().user().toUpperCase(Locale.ROOT), "other");
    mariadb.query("CREATE USER '" + other.user() + "'@'%' IDENTIFIED BY 'other'");
    mariadb.query("GRANT SELECT ON app.* TO '" + other.user() + "'@'%'");
    List<Connection> sessions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sessions.add(mariadb.connect(lease.login()));
    }
    try (Connection spared = mariadb.connect(other)) {
      vault.revoke(lease.id());
      assertThat(mariadb.sessions()).containsOnlyKeys(other.user());
      assertThat(Answer.of(spared, "SELECT 1")).isEqualTo("1");
    } finally {
      mariadb.dropUser(other.user());
    }
    for (Connection session : sessions) {
      assertThatThrownBy(() -> Sql.query(session, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(mariadb.ephemeralUsers()).isEmpty();
  }

  private static Lease lease() {
    return Lease.of(vault.api().read("database/creds/" + ROLE));
  }

  private static List<List<String>> users() {
    return mariadb.query("SELECT User, Host FROM mysql.user ORDER BY 1, 2").stream()
        .map(row -> row.stream().map(String::valueOf).toList())
        .toList();
  }
}
