// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.AccountHashes;
import dev.leasehold.audit.join.AuditTables;
import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.AuditDevice;
import dev.leasehold.audit.source.LiveException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks Vault for the hashes of accounts that are new, before they can be a finding. The answers are
 * kept in the state.
 */
final class AccountPoll {

  private static final int MOST = 1000;

  /** Some 140 MB of Vault's audit log within a retention. */
  private static final int KEPT = 50_000;

  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final String REST =
      "Vault is asked for more accounts at the next joins: there are more than a thousand, or it is"
          + " slow";

  private static final String FULL =
      "Vault is asked for no more accounts now: the "
          + KEPT
          + " answers that are kept for --retention are there";

  private final AccountHashes hashes;
  private final StoredTables stored;
  private final InstantSource clock;
  private @Nullable String problem;

  AccountPoll(AuditDevice device, WatchTerms terms, StoredTables stored, InstantSource clock) {
    this.hashes =
        AccountHashes.ofSessions(
            device,
            terms.terms().knownAccounts(),
            new AccountHashes.Bounds(MOST, KEPT, BOUND, terms.retention().dividedBy(2)));
    this.stored = stored;
    this.clock = clock;
  }

  /** Asks for accounts without an answer. */
  void ask() throws SQLException {
    try (AuditTables tables = stored.tables()) {
      hashes.ask(stored.connection(), tables, clock.millis());
      problem = hashes.isFull() ? FULL : hashes.isRest() ? REST : null;
      stored.set("all_asked", hashes.isFull() ? 1 : 0);
    } catch (LiveException e) {
      problem = e.getMessage();
    }
  }

  /** Returns why an answer of Vault's is missing; null if all are there. */
  @Nullable String problem() {
    return problem;
  }
}
