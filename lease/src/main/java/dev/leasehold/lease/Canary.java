package dev.leasehold.lease;

import java.sql.SQLException;

/**
 * Tries a credential on the real database before it is published. Blocks; bounded in time by its
 * implementation.
 */
@FunctionalInterface
public interface Canary {

  /** What a trial shows. */
  enum Verdict {
    /** The database took the credential. */
    ACCEPTED,
    /** Nothing to try it on: the application has not connected so far, or in no way to repeat. */
    UNTRIED
  }

  /**
   * Opens one connection with {@code credential} and closes it.
   *
   * @throws SQLException as the driver threw it; {@link #rejects(SQLException)} tells a bad
   *     credential from a database that cannot be reached
   */
  Verdict tryOut(Credential credential) throws SQLException;

  /**
   * Returns whether the failure is about the credential, and not about the database or the way to
   * it.
   */
  default boolean rejects(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && state.startsWith("28");
  }
}
