// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.retire.HandOverResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver whose live connections can be moved to new sessions. It is told of the statements that
 * go through them, for the state that no database shows of a session. Safe for many threads.
 */
public interface HandOverDriver {

  /**
   * A woven method of the driver is about to run. Called on the application's threads for each
   * statement: returns at once.
   *
   * @param kind which method, as the woven code names it
   * @param arguments the instance, and the method's own
   * @return whether it is a method of this driver
   * @throws SQLException as {@link #failNext} was told to, and nothing else
   */
  boolean seen(String kind, Object[] arguments) throws SQLException;

  /**
   * Returns what is in the way of moving a connection, as far as that can be told without its
   * database; null when nothing is.
   *
   * @param quiet how long it must not have been used
   */
  @Nullable HandOverResult obstacle(Connection live, Duration quiet);

  /**
   * Returns whether another attempt would come to the same as an earlier one did, as the connection
   * has executed nothing since. Returns at once.
   *
   * @param earlier what {@link #move} returned for this connection
   */
  boolean isUnchanged(Connection live, HandOverResult earlier);

  /**
   * Moves a connection to the session of another, if it comes to a safe point within 1.25 s.
   * Afterwards the other connection has the session that is not in use any more.
   *
   * @param fresh a connection of our own
   * @param user whom the session of the first was opened as
   * @param quiet how long it must not have been used; zero has a thread that uses it and leaves no
   *     pause wait between two transactions
   */
  HandOverResult move(Connection live, Connection fresh, String user, Duration quiet);

  /**
   * Has the connection's statements fail from now on, before they are executed. Once one has
   * failed, its transaction cannot be ended either. Returns at once.
   *
   * @param failure makes what each of them throws
   * @param failed called before the first of them throws, on its thread
   * @return what withdraws it; null where a statement is under way, or calls are not seen
   */
  @Nullable Runnable failNext(Connection live, Supplier<SQLException> failure, Runnable failed);

  /** Ends what session is left of a connection that is closed. */
  void endSession(Connection closed);
}
