// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All inputs of the service.
 *
 * @param live servers that are asked
 * @param accounts whose hashes Vault is asked for; null if it is not asked
 * @param piped standard input; null if it is none
 */
record WatchInputs(
    LiveRows live,
    @Nullable AccountPoll accounts,
    LogFollower logs,
    SavedObjects objects,
    @Nullable PipedLog piped,
    PositionStore positions,
    InstantSource clock)
    implements AutoCloseable {

  /** Reads the new content of all inputs. Returns whether there is more than one call takes. */
  boolean pass() throws IOException, SQLException {
    live.pass(); // Before the logs: the roles of a server have led to lines of Vault's by then.
    objects.pass();
    boolean hasMore = piped != null && piped.pass();
    return logs.pass() || hasMore;
  }

  /** Asks Vault for the hashes of accounts that have come. */
  void askForAccounts() throws SQLException {
    if (accounts != null) {
      accounts.ask();
    }
  }

  /** Returns whether there is an input that ends, and it has ended. */
  boolean areOver() {
    return piped != null && piped.isOver();
  }

  /** Returns which servers do not answer. */
  List<WatchProblem> problems() {
    return live.problems(accounts == null ? null : accounts.problem());
  }

  /** Asks no server any more, and keeps nothing of standard input. */
  @Override
  public void close() throws IOException {
    live.close();
    if (piped != null) {
      piped.close();
    }
  }

  /** Forgets files that have been gone for a time. */
  void forget(Duration retention) throws SQLException {
    Set<PositionStore.FileId> listed = new HashSet<>(logs.listed());
    listed.addAll(objects.listed());
    positions.forget(listed, clock.millis() - retention.toMillis());
  }
}
