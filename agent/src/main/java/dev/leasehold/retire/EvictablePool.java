// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.sql.Connection;
import java.util.function.Predicate;

/** A connection pool that can be told to let connections go. Holds the pool's instance weakly. */
public interface EvictablePool {

  /** Returns whether this stands for that instance; false once it is collected. */
  boolean isFor(Object instance);

  /** Returns whether the instance was collected. */
  boolean isGone();

  /** Returns the description of the instance for a log: its class, and the origin of the class. */
  String describe();

  /**
   * Returns whether it lends a connection again that was closed under it. If so, {@link #evict} is
   * also called whenever a connection was, and closed connections are to go, too.
   */
  boolean lendsClosed();

  /**
   * Marks the connections that are to go, where the pool looks at such a mark before it lends a
   * connection. None of them is lent any more when this returns, and {@link #evict} follows. Does
   * nothing for other pools. Called on each thread of the application that finds a session ended;
   * waits for nothing.
   *
   * @param retired as for {@link #evict}
   * @throws ReflectiveOperationException when the pool cannot be reached into
   */
  void mark(Predicate<Connection> retired) throws ReflectiveOperationException;

  /**
   * Evicts the connections that are to go: idle connections now, borrowed connections when they
   * come back. Called again until none is left, by one thread at a time, which it may block.
   *
   * @param retired tells whether a connection, or the connection in it, is to go; where it {@link
   *     #lendsClosed} also of a closed connection
   * @param first whether this is the first call since a generation was retired
   * @throws ReflectiveOperationException when the pool cannot be reached into
   */
  void evict(Predicate<Connection> retired, boolean first) throws ReflectiveOperationException;
}
