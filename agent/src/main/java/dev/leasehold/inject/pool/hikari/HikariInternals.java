// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hikari;

import dev.leasehold.inject.ModuleAccess;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Access to the entries of a pool; the names are the same from HikariCP 2.4 to 7.0. Looked up once
 * for each loaded pool class, and kept with that class.
 */
final class HikariInternals {

  private static final ClassValue<HikariInternals> OF =
      new ClassValue<HikariInternals>() {
        @Override
        protected HikariInternals computeValue(Class<?> pool) {
          return new HikariInternals(pool);
        }
      };

  private final Class<?> pool;
  private @Nullable Field bag;
  private @Nullable Method values;
  private @Nullable Field connection;
  private @Nullable Method evictEntry;

  /** A field, as its method is not fast until the JVM has made a class for calling it. */
  private @Nullable Field evictMark;

  private HikariInternals(Class<?> pool) {
    this.pool = pool;
    try {
      Class<?> entry =
          Class.forName("com.zaxxer.hikari.pool.PoolEntry", false, pool.getClassLoader());
      bag = ModuleAccess.open(pool.getDeclaredField("connectionBag"));
      values = ModuleAccess.open(bag.getType().getMethod("values"));
      connection = ModuleAccess.open(entry.getDeclaredField("connection"));
      evictEntry =
          ModuleAccess.open(
              pool.getDeclaredMethod("softEvictConnection", entry, String.class, boolean.class));
      evictMark = ModuleAccess.open(entry.getDeclaredField("evict"));
    } catch (ReflectiveOperationException | RuntimeException otherVersionOrModule) {
      evictMark = null;
    }
  }

  static HikariInternals of(Object pool) {
    return OF.get(pool.getClass());
  }

  /** Returns whether single connections can be evicted. */
  boolean areKnown() {
    return evictMark != null;
  }

  List<?> entries(Object instance) throws ReflectiveOperationException {
    Field field = known(bag);
    return (List<?>) known(values).invoke(known(field.get(instance)));
  }

  /** Returns the entry's connection; null when it is closed meanwhile. */
  @Nullable Connection connectionOf(Object entry) throws ReflectiveOperationException {
    return (Connection) known(connection).get(entry);
  }

  /** Has the pool close an entry instead of lending it. */
  void mark(Object entry) throws ReflectiveOperationException {
    known(evictMark).setBoolean(entry, true);
  }

  void evict(Object instance, Object entry) throws ReflectiveOperationException {
    known(evictEntry).invoke(instance, entry, "(lease retired)", Boolean.FALSE);
  }

  void evictAll(Object instance) throws ReflectiveOperationException {
    ModuleAccess.open(pool.getMethod("softEvictConnections")).invoke(instance);
  }

  private static <T> T known(@Nullable T internal) throws NoSuchFieldException {
    if (internal == null) {
      throw new NoSuchFieldException(
          "HikariCP's internals differ from the internals of 2.4 to 7.0");
    }
    return internal;
  }
}
