// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections the way the application did once. Held for long, so it must not keep the
 * application's class loader alive.
 */
@FunctionalInterface
public interface ConnectRecipe {

  /** The bound of a connection of our own, in seconds: no database to publish a credential on. */
  int BOUND_SECONDS = 10;

  /**
   * Opens a connection with this credential, within the bound.
   *
   * @param target the target of the connection; one of several that the application's may lead to,
   *     where the driver can be led to that one alone
   * @return null when that is not possible any more, or not within a bound
   */
  @Nullable Connection open(Credential credential, Target target) throws SQLException;

  /**
   * Opens a connection within the bound whose session begins as the application's did, to put that
   * under a live connection.
   *
   * @param generation whose credential it gets, and whose name where sessions are named
   * @return null when that is not possible any more, or not with this driver
   */
  default @Nullable Connection openAlike(Generation generation, SessionStart start, Target target)
      throws SQLException {
    return null;
  }

  /** Returns whether another recipe opens the same connections. */
  default boolean isLike(ConnectRecipe other) {
    return this == other;
  }
}
