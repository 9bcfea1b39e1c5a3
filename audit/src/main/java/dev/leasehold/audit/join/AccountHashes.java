// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.AuditDevice;
import dev.leasehold.audit.source.RowWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks Vault how an audit device writes accounts of the database. Where Vault's log has hashes of
 * usernames, an account whose name is not of Vault's form is joined by its hash alone.
 */
public final class AccountHashes {

  /** For a question. */
  private static final Bounds ONCE =
      new Bounds(10_000, 10_000, Duration.ofMinutes(5), Duration.ofDays(1));

  /**
   * Accounts with a session. Accounts without an answer come first, and of these the accounts at
   * the address of a pod, as LA11 may be found of them. A name that the log has in clear needs no
   * hash.
   */
  private static final String UNASKED =
      """
      SELECT s.role, count(h.role) = 0 AS is_new
      FROM source_session_line s
      LEFT JOIN (SELECT DISTINCT address FROM source_pod) p ON p.address = s.address
      LEFT JOIN (
        SELECT role, max(asked_at) AS asked_at FROM source_account_hash WHERE device = ? GROUP BY role
      ) h ON h.role = s.role
      WHERE s.event <> 'refused' AND s.born_at IS NULL AND s.role <> ''
        AND EXISTS (SELECT 1 FROM source_vault_response WHERE username LIKE 'hmac-sha256:%')
        AND NOT EXISTS (SELECT 1 FROM source_vault_response v WHERE v.username = s.role)
        AND (h.role IS NULL OR h.asked_at <= ?)
      GROUP BY s.role
      ORDER BY is_new DESC, count(p.address) = 0, min(s.happened_at), s.role
      LIMIT ?
      """;

  private final AuditDevice device;
  private final @Nullable String account;
  private final Set<String> known;
  private final Bounds bounds;
  private boolean isRest;
  private boolean isFull;

  /**
   * How much is asked at once. Vault writes two entries of its log for each account. A client that
   * forges lines of a log in text names any number of accounts.
   *
   * @param most accounts
   * @param kept answers in the tables, with the answers of earlier calls
   * @param time for all of them; the answer for the last account may take longer
   * @param life after which an account is asked for again, as a device that is enabled anew has
   *     another key
   */
  public record Bounds(int most, int kept, Duration time, Duration life) {}

  private record Unasked(String account, boolean isNew) {}

  private AccountHashes(
      AuditDevice device, @Nullable String account, Collection<String> known, Bounds bounds) {
    this.device = device;
    this.account = account;
    this.known = Set.copyOf(known);
    this.bounds = bounds;
  }

  /** Returns the hash of a single account. */
  public static AccountHashes of(AuditDevice device, String account) {
    return new AccountHashes(device, account, Set.of(), ONCE);
  }

  /**
   * Returns the hashes of all accounts that have sessions, for a question.
   *
   * @param known accounts that are not asked for
   */
  public static AccountHashes ofSessions(AuditDevice device, Collection<String> known) {
    return ofSessions(device, known, ONCE);
  }

  /** Returns the hashes of all accounts that have sessions. */
  public static AccountHashes ofSessions(
      AuditDevice device, Collection<String> known, Bounds bounds) {
    return new AccountHashes(device, null, known, bounds);
  }

  /**
   * Asks for accounts that were not asked for yet.
   *
   * @param connection of the tables with the sessions
   * @param tables for the answers, also for the answers before a failure
   * @param now milliseconds since 1970
   * @throws dev.leasehold.audit.source.LiveException if Vault does not answer, or refuses
   */
  public void ask(Connection connection, AuditTables tables, long now) throws SQLException {
    List<Unasked> accounts =
        account == null ? unasked(connection, now) : List.of(new Unasked(account, true));
    RowWriter hashes = tables.writer("source_account_hash");
    long began = System.nanoTime();
    int room = Math.max(0, bounds.kept() - kept(connection));
    int asked = 0;
    while (asked < Math.min(accounts.size(), Math.min(bounds.most(), room))
        && System.nanoTime() - began <= bounds.time().toNanos()) {
      String each = accounts.get(asked).account();
      hashes.row(each, device.hash(each), device.name(), now);
      asked++;
    }
    boolean isNewLeft = asked < accounts.size() && accounts.get(asked).isNew();
    isFull = isNewLeft && asked == room;
    isRest = isNewLeft || asked < Math.min(accounts.size(), room);
  }

  /** Returns whether the bounds have left accounts that were not asked for. */
  public boolean isRest() {
    return isRest;
  }

  /** Returns whether there are as many answers as are kept, and accounts without an answer. */
  public boolean isFull() {
    return isFull;
  }

  private static int kept(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT count(*) FROM source_account_hash")) {
      row.next();
      return row.getInt(1);
    }
  }

  private List<Unasked> unasked(Connection connection, long now) throws SQLException {
    List<Unasked> accounts = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(UNASKED)) {
      query.setString(1, device.name());
      query.setLong(2, now - bounds.life().toMillis());
      query.setInt(3, bounds.most() + 1 + known.size());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          accounts.add(new Unasked(rows.getString(1), rows.getBoolean(2)));
        }
      }
    }
    accounts.removeIf(each -> known.contains(each.account()));
    return accounts;
  }
}
