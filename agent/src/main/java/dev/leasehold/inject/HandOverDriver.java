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
   * @param kind the kind of the method, as the woven code names it
   * @param arguments the instance, and the method's own
   * @return whether it is a method of this driver
   * @throws SQLException as {@link #failNext} was told to, and nothing else
   */
  boolean seen(String kind, Object[] arguments) throws SQLException;

  /**
   * Returns the obstacle to moving a connection, as far as that can be told without its database;
   * null when there is none.
   *
   * @param quiet the time for which it must not have been used
   */
  @Nullable HandOverResult obstacle(Connection live, Duration quiet);

  /**
   * Returns whether {@link #obstacle} would only find that the connection has been used since then.
   * Returns at once, and costs next to nothing.
   *
   * @param quiet the time for which it must not have been used
   */
  boolean isInUse(Connection live, Duration quiet);

  /**
   * Returns whether another attempt would come to the same as an earlier attempt did, as the
   * connection has executed nothing since. Returns at once.
   *
   * @param earlier the result of {@link #move} for this connection
   */
  boolean isUnchanged(Connection live, HandOverResult earlier);

  /**
   * Moves a connection to the session of another, if it comes to a safe point within 1.25 s. A
   * prepared transaction of its role is waited for as long. Afterwards the other connection has the
   * session that is not in use any more.
   *
   * @param fresh a connection of our own
   * @param user the user with which the session of the first was opened
   * @param quiet the time for which it must not have been used; with zero, a thread that uses it
   *     and leaves no pause waits between two transactions
   */
  HandOverResult move(Connection live, Connection fresh, String user, Duration quiet);

  /**
   * Has the connection's statements fail from now on, before they are executed. Once a statement
   * has failed, its transaction cannot be ended either. Returns at once.
   *
   * @param failure makes the exception that each of them throws
   * @param failed called before the first of them throws, on its thread
   * @return a task that withdraws the failure; null where a statement is under way, or calls are
   *     not seen
   */
  @Nullable Runnable failNext(Connection live, Supplier<SQLException> failure, Runnable failed);

  /** Ends the remaining session of a connection that is closed. */
  void endSession(Connection closed);
}
