// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Moves a live connection to a new session, so that its holder need not let go of it. One object
 * stands for all connections that were opened alike. Safe for many threads.
 */
public interface HandOver {

  /** Longer than a driver takes between two statements of one call of its own. */
  Duration LEAST_QUIET = Duration.ofMillis(5);

  /** Returns whether it is for connections, too, that a pool is told to let go. */
  boolean isForTold();

  /** Returns the time for which a connection must not have been used, where there is time. */
  Duration quiet();

  /**
   * Returns the number of connections to one server that are moved at once at most, with a login
   * each.
   */
  int mostAtOnce();

  /**
   * Returns whether an attempt would only find the connection in use. Returns at once, and costs
   * next to nothing: on the ledger's own thread.
   *
   * @param quiet the time for which it must not have been used
   */
  boolean isInUse(Connection live, Duration quiet);

  /**
   * Tries once to move the connection to a session of the current generation, and enters that in
   * the ledger. Blocks on the database: on none of the application's threads, nor the ledger's own.
   *
   * @param from the generation that its session belongs to
   * @param target the target to which it leads
   * @param quiet the time for which it must not have been used. With zero, a thread that leaves no
   *     {@link #LEAST_QUIET} for a while moves it itself, between two transactions
   * @param latest the result of the attempt before; the same object again, without a login, when
   *     the result would be the same
   */
  HandOverResult attempt(
      Connection live, Generation from, Target target, Duration quiet, HandOverResult latest);

  /**
   * Returns the time after the deadline that a session may wait for its holder to learn of its end;
   * the lease lives for longer.
   */
  Duration notice();

  /**
   * Has the next statement of the connection fail, and its holder learn so that the lease has
   * ended, before the session ends. Its transaction cannot be ended then. Returns at once.
   *
   * @param of whose lease has ended
   * @param stayed the reason that the connection was not moved
   * @param told called once, on the thread of that statement
   * @return a task that withdraws the failure; null where it cannot be had: a statement is under
   *     way, or the driver's calls are not seen
   */
  @Nullable Runnable tellOfEnd(
      Connection live, Generation of, HandOverResult stayed, Runnable told);

  /**
   * A connection that was moved is closed. Ends its session if that is left: a driver may have
   * closed the connection in the instant in which it was moved.
   */
  void closed(Connection moved);
}
