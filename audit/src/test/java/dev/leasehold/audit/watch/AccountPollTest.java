// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.history.ToldHashes;
import dev.leasehold.audit.history.UsualTerms;
import dev.leasehold.audit.join.StoredTables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that forges lines in text names any number of accounts, and fills no log of Vault's. */
class AccountPollTest {

  private static final Instant NOW = Instant.parse("2026-11-28T14:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(1);

  @Test
  void asksForNoMoreThanIsKeptAndSaysSo(@TempDir Path folder) throws Exception {
    try (StoredTables stored = StoredTables.open(folder, folder.resolve("spill"), "100MB")) {
      run(stored, "INSERT INTO source_vault_response (username) VALUES ('hmac-sha256:ab')");
      run(
          stored,
          "INSERT INTO source_session_line (role, event, happened_at)"
              + " SELECT 'x' || i, 'line', 0 FROM range(3) r(i)");
      run(
          stored,
          "INSERT INTO source_account_hash SELECT 'y' || i, 'hmac-sha256:y', 'file', "
              + NOW.toEpochMilli()
              + " FROM range(49998) r(i)");
      WatchTerms terms = new WatchTerms(UsualTerms.of(), RETENTION, Duration.ZERO, RETENTION);
      ToldHashes device = new ToldHashes(name -> "hmac-sha256:" + name);
      AccountPoll poll = new AccountPoll(device, terms, stored, InstantSource.fixed(NOW));
      for (int i = 0; i < 2; i++) {
        poll.ask();
        assertThat(device.asked()).containsExactly("x0", "x1");
        assertThat(poll.problem()).contains("asked for no more accounts");
        assertThat(gaps(stored)).isEqualTo(1);
      }
      run(stored, "DELETE FROM source_account_hash WHERE role = 'y7'");
      poll.ask();
      assertThat(device.asked()).containsExactly("x0", "x1", "x2");
      assertThat(poll.problem()).isNull();
      assertThat(gaps(stored)).isZero();
    }
  }

  private static long gaps(StoredTables stored) throws SQLException {
    stored.beginRound(UsualTerms.of());
    long gaps = stored.number("SELECT count(*) FROM found WHERE code = 'LA14'", -1);
    stored.endRound();
    return gaps;
  }

  private static void run(StoredTables stored, String sql) throws SQLException {
    try (Statement statement = stored.connection().createStatement()) {
      statement.execute(sql);
    }
  }
}
