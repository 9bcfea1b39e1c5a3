// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All inputs of the service.
 *
 * @param piped standard input; null if it is none
 */
record WatchInputs(
    LogFollower logs,
    SavedObjects objects,
    @Nullable PipedLog piped,
    PositionStore positions,
    InstantSource clock) {

  /** Reads what is new. Returns whether there is more than one call takes. */
  boolean pass() throws IOException, SQLException {
    objects.pass();
    if (piped != null) {
      piped.pass();
    }
    return logs.pass();
  }

  /** Returns whether there is an input that ends, and it has ended. */
  boolean areOver() {
    return piped != null && piped.isOver();
  }

  /** Forgets files that have been gone for a time. */
  void forget(Duration retention) throws SQLException {
    Set<PositionStore.FileId> listed = new HashSet<>(logs.listed());
    listed.addAll(objects.listed());
    positions.forget(listed, clock.millis() - retention.toMillis());
  }
}
