// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.r2dbc;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.lang.reflect.Proxy;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * reactor-pool asks a predicate whether to evict a connection that lies idle, is about to be lent,
 * or has come back. The predicate of a pool gets a second reason: that the connection is retired.
 */
public final class R2dbcEvictionIntegration implements PoolIntegration {

  /** A tracing wrapper around a validating wrapper around the driver's connection, and some. */
  private static final int DEPTH = 4;

  private static final ThreadLocal<Boolean> GOING_ON = new ThreadLocal<>();

  /** Makes the kind; it has no state. */
  public R2dbcEvictionIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new R2dbcPool(instance);
  }

  @Override
  public Object @Nullable [] intercept(Object[] arguments, Predicate<Object> retired)
      throws ReflectiveOperationException {
    BiPredicate<?, ?> own = (BiPredicate<?, ?>) arguments[1];
    if (own == null || GOING_ON.get() != null) {
      return null;
    }
    GOING_ON.set(Boolean.TRUE);
    try {
      return new Object[] {MemberAccess.call(arguments[0], "evictionPredicate", or(own, retired))};
    } finally {
      GOING_ON.remove();
    }
  }

  @SuppressWarnings("unchecked")
  private static BiPredicate<Object, Object> or(BiPredicate<?, ?> own, Predicate<Object> retired) {
    BiPredicate<Object, Object> whole = (BiPredicate<Object, Object>) own;
    return (pooled, metadata) -> retired.test(physical(pooled)) || whole.test(pooled, metadata);
  }

  /**
   * Returns r2dbc-postgresql's client within a connection; without a client the connection itself.
   */
  static Object physical(Object pooled) {
    Object at = pooled;
    for (int depth = 0; depth < DEPTH && at != null; depth++) {
      Object client = part(at, "io.r2dbc.postgresql.PostgresqlConnection");
      if (client != null) {
        return client;
      }
      at = unwrapped(at);
    }
    return pooled;
  }

  private static @Nullable Object part(Object connection, String type) {
    try {
      return connection.getClass().getName().equals(type)
          ? MemberAccess.get(connection, "client")
          : null;
    } catch (ReflectiveOperationException otherVersion) {
      return null;
    }
  }

  /** R2DBC's {@code Wrapped.unwrap()}; other objects of reactor-pool's are let be. */
  private static @Nullable Object unwrapped(Object wrapper) {
    Class<?> type = wrapper.getClass();
    if (!Proxy.isProxyClass(type) && !type.getName().contains("r2dbc")) {
      return null;
    }
    try {
      return MemberAccess.call(wrapper, "unwrap");
    } catch (ReflectiveOperationException | RuntimeException wrapsNothing) {
      return null;
    }
  }
}
