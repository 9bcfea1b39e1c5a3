// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.util.List;

/**
 * Tries a credential on the real databases before it is published. Safe for many threads, and for
 * several trials at once.
 */
public interface CredentialProbe {

  /** The result of a trial. */
  enum Verdict {
    /** The database took the credential. */
    ACCEPTED,
    /** No target: the application has not connected so far, or in no way that can be repeated. */
    UNTRIED
  }

  /**
   * Returns the targets that have answered a login of the application, also with a rejection, the
   * last target first. Empty while no target has answered.
   */
  List<Target> targets();

  /** Returns how many of the {@link #targets()} may be tried at once; the same each time. */
  default int mostTargets() {
    return 16;
  }

  /**
   * Opens one connection to a target with {@code credential} and closes it. Blocks; bounded in time
   * by its implementation.
   *
   * @param target one of {@link #targets()}
   * @throws SQLException as the driver threw it; {@link #rejects(SQLException, Target)} tells a bad
   *     credential from a database that cannot be reached
   */
  Verdict tryOut(Credential credential, Target target) throws SQLException;

  /**
   * Returns whether the failure is about the credential, and not about the database or the way to
   * it.
   *
   * @param target where {@link #tryOut} failed so
   */
  default boolean rejects(SQLException failure, Target target) {
    String state = failure.getSQLState();
    return state != null && state.startsWith("28");
  }
}
