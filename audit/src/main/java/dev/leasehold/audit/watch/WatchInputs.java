// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * All inputs of the service.
 *
 * @param piped standard input; null if it is none
 */
record WatchInputs(
    LogFollower logs, SavedObjects objects, @Nullable PipedLog piped, InstantSource clock) {

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

  void forget(Duration retention) throws SQLException {
    logs.forget(retention);
  }
}
