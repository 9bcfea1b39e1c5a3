// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A sort of connection pool that is known. */
@FunctionalInterface
public interface PoolIntegration {

  /** Returns the eviction for an instance, which is held weakly. */
  EvictablePool reach(Object instance);

  /**
   * A pool is about to keep a connection that has come back, or to lend it.
   *
   * @param pooled the pool's object for the connection, with the connection inside
   * @param spent tells whether a connection is to be used no longer: it has ended, or it or the
   *     connection in it is to go
   * @return whether the pool is to let go of it, or has done so
   * @throws ReflectiveOperationException when the pool cannot be reached into
   */
  default boolean shouldDiscard(Object pooled, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    return false;
  }

  /**
   * The pool has set up a connection that it has just opened, or has failed to; see {@link
   * dev.leasehold.bootstrap.Hooks#poolSetUp}.
   *
   * @throws ReflectiveOperationException when the pool cannot be reached into
   */
  default void setUp(Object pool, Connection connection) throws ReflectiveOperationException {}

  /**
   * A woven method of the pool is about to run; see {@link
   * dev.leasehold.bootstrap.Hooks#intercept}.
   *
   * @param retired tells whether a physical connection of the pool's, of any driver, is to go
   * @throws ReflectiveOperationException when the pool cannot be reached into
   */
  default Object @Nullable [] intercept(Object[] arguments, Predicate<Object> retired)
      throws ReflectiveOperationException {
    return null;
  }
}
