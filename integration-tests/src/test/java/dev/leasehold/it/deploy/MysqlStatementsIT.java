// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.SourceTree;
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

/** The files in {@code deploy/mysql} make nothing of a name, and leave nothing of a user. */
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class MysqlStatementsIT {

  private static final String ROLE = "stock";
  private static final String OWNER_ROLE = "stock-owner";

  /** The statements of an application that makes its own tables, in order. */
  private static final List<String> MIGRATION =
      List.of(
          "CREATE TABLE shelf (id BIGINT PRIMARY KEY)",
          "CREATE TABLE item (id BIGINT, shelf BIGINT)",
          "ALTER TABLE item ADD name VARCHAR(20)",
          "CREATE INDEX item_name ON item (name)",
          "ALTER TABLE item ADD FOREIGN KEY (shelf) REFERENCES shelf (id)");

  private static final JwtIssuer ISSUER = new JwtIssuer();

  private static MariaDbServer mariadb;
  private static VaultServer vault;

  @BeforeAll
  static void start() {
    mariadb = MariaDbServer.launch();
    vault = VaultServer.launch();
    vault.database().connect(mariadb);
    vault.database().mysqlRole(ROLE, Duration.ofHours(1), Duration.ofHours(2));
    mariadb.allowMigrations();
    vault.database().mysqlMigrationRole(OWNER_ROLE, Duration.ofHours(1), Duration.ofHours(2));
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

  @Test
  void letsAnApplicationMakeItsOwnTablesUnderOneRoleAndUseThemUnderTheNext() throws SQLException {
    Lease plain = lease(ROLE);
    try (Connection session = mariadb.connect(plain.login())) {
      assertThatThrownBy(() -> Sql.query(session, MIGRATION.get(0)))
          .isInstanceOfSatisfying(
              SQLException.class, denied -> assertThat(denied.getErrorCode()).isEqualTo(1142));
    }
    Lease first = lease(OWNER_ROLE);
    try (Connection session = mariadb.connect(first.login())) {
      for (String statement : MIGRATION) {
        Sql.query(session, statement);
      }
    }
    vault.revoke(first.id());
    Lease second = lease(OWNER_ROLE);
    try (Connection session = mariadb.connect(second.login())) {
      Sql.query(session, "INSERT INTO shelf VALUES (1)");
      Sql.query(session, "DROP TABLE item");
      Sql.query(session, "DROP TABLE shelf");
    }
    vault.revoke(second.id());
    vault.revoke(plain.id());
    assertThat(mariadb.ephemeralUsers()).isEmpty();
  }

  @Test
  void findsSessionsThatUseNoShortLivedUserAndUsersThatWereLeftBehind() throws SQLException {
    Login old = new Login("stock_app", "old");
    String left = "v-stock-abcdefgh-1700000000";
    mariadb.query("CREATE USER 'stock_app'@'%' IDENTIFIED BY 'old'");
    mariadb.query("GRANT SELECT ON app.* TO 'stock_app'@'%'");
    mariadb.query("CREATE USER '" + left + "'@'%' ACCOUNT LOCK");
    mariadb.query(
        "CREATE USER 'v-smith'@'%' ACCOUNT LOCK"); // It has no time, and is nobody's lease.
    Lease lease = lease(ROLE);
    try (Connection one = mariadb.connect(old);
        Connection two = mariadb.connect(old);
        Connection leased = mariadb.connect(lease.login())) {
      assertThat(Answer.of(one, "SELECT 1") + Answer.of(two, "SELECT 1")).isEqualTo("11");
      assertThat(Answer.of(leased, "SELECT 1")).isEqualTo("1");
      assertThat(mariadb.query(file("static-sessions")))
          .containsExactly(List.of("stock_app", "127.0.0.1", "2"));
      assertThat(mariadb.query(file("abandoned-users")))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.get(0)).isEqualTo(left);
                assertThat(row.get(1)).startsWith("2023-11-1");
                assertThat(row.get(2)).isEqualTo("0");
              });
    } finally {
      vault.revoke(lease.id());
      mariadb.dropUser(left);
      mariadb.dropUser("v-smith");
      mariadb.dropUser("stock_app");
    }
  }

  private static String file(String name) {
    return SourceTree.read("deploy/mysql/" + name + ".sql");
  }

  private static Lease lease() {
    return lease(ROLE);
  }

  private static Lease lease(String role) {
    return Lease.of(vault.api().read("database/creds/" + role));
  }

  private static List<List<String>> users() {
    return mariadb.query("SELECT User, Host FROM mysql.user ORDER BY 1, 2").stream()
        .map(row -> row.stream().map(String::valueOf).toList())
        .toList();
  }
}
