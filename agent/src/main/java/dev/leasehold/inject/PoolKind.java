package dev.leasehold.inject;

import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.util.function.Predicate;

/** A sort of connection pool that is known. */
@FunctionalInterface
public interface PoolKind {

  /** Returns how to evict from an instance, which is held weakly. */
  Pool reach(Object instance);

  /**
   * A pool is about to keep a connection that has come back, or to lend it.
   *
   * @param pooled what the pool holds, with the connection inside
   * @param retired tells whether a connection, or what it wraps, is to go
   * @return whether the pool is to let go of it, or has done so
   * @throws ReflectiveOperationException when the pool cannot be reached into
   */
  default boolean isToGo(Object pooled, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    return false;
  }
}
