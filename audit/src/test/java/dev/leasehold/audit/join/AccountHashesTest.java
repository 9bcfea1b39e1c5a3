// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.audit.history.ToldHashes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The accounts for which Vault is asked, and the accounts for which it is not. */
class AccountHashesTest {

  private static final String POD = "10.0.0.7";
  private static final Duration DAY = Duration.ofDays(1);

  @AutoClose private final AuditDatabase database;

  AccountHashesTest(@TempDir Path folder) throws Exception {
    database = AuditDatabase.create(folder, "100MB");
    run("INSERT INTO source_pod (name, address) VALUES ('orders', '" + POD + "')");
    entry("hmac-sha256:ab");
  }

  @Test
  void asksOnceForEachAccountWithASessionAndFirstForThoseOfPods() throws Exception {
    session("dba", "192.0.2.1", 1, "line");
    session("app-2", POD, 3, "live");
    session("app-1", POD, 2, "line");
    session("app-1", POD, 4, "end");
    ToldHashes device = new ToldHashes(name -> "hmac-sha256:" + name);
    AccountHashes hashes = AccountHashes.ofSessions(device, List.of());
    ask(hashes, 0);
    ask(hashes, DAY.toMillis() / 2);
    assertThat(device.asked()).containsExactly("app-1", "app-2", "dba");
    assertThat(hashes.isRest()).isFalse();
    ask(hashes, DAY.toMillis());
    assertThat(device.asked()).as("a day later").hasSize(6);
  }

  @Test
  void asksForNoAccountThatNeedsNoHash() throws Exception {
    session("refused", POD, 1, "refused");
    session("exporter", POD, 1, "line");
    session("app-clear", POD, 1, "line");
    session("v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000", POD, 1, "line");
    run("UPDATE source_session_line SET born_at = 1795000000000 WHERE role LIKE 'v-%'");
    entry("app-clear");
    ToldHashes device = new ToldHashes(name -> null);
    ask(AccountHashes.ofSessions(device, List.of("exporter")), 0);
    assertThat(device.asked()).isEmpty();
  }

  @Test
  void asksForNothingWhereTheLogHasAllNamesInClear() throws Exception {
    session("app-1", POD, 1, "line");
    run("UPDATE source_vault_response SET username = 'app-2'");
    ToldHashes device = new ToldHashes(name -> null);
    ask(AccountHashes.ofSessions(device, List.of()), 0);
    assertThat(device.asked()).isEmpty();
  }

  @Test
  void asksForSoManyAtOnceAndForTheOthersLater() throws Exception {
    for (int i = 1; i <= 5; i++) {
      session("app-" + i, POD, i, "line");
    }
    ToldHashes device = new ToldHashes(name -> "hmac-sha256:" + name);
    AccountHashes two =
        AccountHashes.ofSessions(
            device, List.of("app-1"), new AccountHashes.Bounds(2, 4, Duration.ofMinutes(1), DAY));
    ask(two, 0);
    assertThat(device.asked()).containsExactly("app-2", "app-3");
    assertThat(two.isRest()).isTrue();
    ask(two, 0);
    assertThat(device.asked()).containsExactly("app-2", "app-3", "app-4", "app-5");
    assertThat(two.isRest()).isFalse();
    session("app-6", POD, 6, "line");
    ask(two, 0);
    assertThat(device.asked()).as("four answers are kept").hasSize(4);
    assertThat(two.isFull()).isTrue();
  }

  @Test
  void asksAgainOnlyWhereThereIsRoomBesideAccountsWithoutAnAnswer() throws Exception {
    session("app-1", POD, 1, "line");
    session("app-2", POD, 2, "line");
    ToldHashes device = new ToldHashes(name -> "hmac-sha256:" + name);
    AccountHashes three =
        AccountHashes.ofSessions(
            device, List.of(), new AccountHashes.Bounds(4, 3, Duration.ofMinutes(1), DAY));
    ask(three, 0);
    session("app-3", "192.0.2.1", 3, "line");
    ask(three, DAY.toMillis());
    assertThat(device.asked()).containsExactly("app-1", "app-2", "app-3");
    assertThat(three.isFull()).as("each account has an answer").isFalse();
    assertThat(three.isRest()).isFalse();
    session("app-4", POD, 4, "line");
    ask(three, DAY.toMillis());
    assertThat(three.isFull()).isTrue();
  }

  @Test
  void keepsTheAnswersOfBeforeAFailure() throws Exception {
    session("app-1", POD, 1, "line");
    session("app-2", POD, 2, "line");
    ToldHashes device = new ToldHashes(name -> name.equals("app-1") ? "hmac-sha256:1" : null);
    AccountHashes hashes = AccountHashes.ofSessions(device, List.of());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> ask(hashes, 0)).hasMessage("no answer for app-2");
    }
    assertThat(device.asked()).containsExactly("app-1", "app-2", "app-2");
  }

  private void ask(AccountHashes hashes, long now) throws SQLException {
    try (AuditTables tables = database.tables()) {
      hashes.ask(database.connection(), tables, now);
    }
  }

  private void entry(String username) throws SQLException {
    run("INSERT INTO source_vault_response (username) VALUES ('" + username + "')");
  }

  private void session(String role, String address, int at, String event) throws SQLException {
    run(
        "INSERT INTO source_session_line (role, address, happened_at, event) VALUES ('"
            + String.join("', '", role, address, String.valueOf(at), event)
            + "')");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = database.connection().createStatement()) {
      statement.execute(sql);
    }
  }
}
