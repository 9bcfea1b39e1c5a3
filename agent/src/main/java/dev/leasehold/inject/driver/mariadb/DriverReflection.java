// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.ModuleAccess;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls of the driver's public methods; its classes are in the application's loader. */
final class DriverReflection {

  private DriverReflection() {}

  /** Returns the result of a method without parameters. */
  static Object get(Object target, String method) {
    return make(target, method, new Class<?>[0]);
  }

  /** Calls a method and returns its result, which is not null. */
  static Object make(
      Object target, String method, Class<?>[] types, @Nullable Object... arguments) {
    return Objects.requireNonNull(call(target, method, types, arguments), method);
  }

  /** Calls a method and returns its result. */
  static @Nullable Object call(
      Object target, String method, Class<?>[] types, @Nullable Object... arguments) {
    try {
      return ModuleAccess.open(target.getClass().getMethod(method, types))
          .invoke(target, arguments);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          target.getClass().getName() + "." + method + ": " + changed, changed);
    }
  }

  /** Returns the value of a private field; null where there is none, or it cannot be reached. */
  static @Nullable Object field(Object target, String name) {
    try {
      return ModuleAccess.open(target.getClass().getDeclaredField(name)).get(target);
    } catch (ReflectiveOperationException | RuntimeException unreachable) {
      return null;
    }
  }

  static boolean has(Object target, String method) {
    try {
      target.getClass().getMethod(method);
      return true;
    } catch (NoSuchMethodException older) {
      return false;
    }
  }

  /** Calls a static method, of a class beside the neighbour's, that connects. */
  static Connection connect(
      Object neighbour, String type, String method, Class<?>[] types, @Nullable Object... arguments)
      throws SQLException {
    try {
      Class<?> owner = Class.forName(type, false, neighbour.getClass().getClassLoader());
      return (Connection) ModuleAccess.open(owner.getMethod(method, types)).invoke(null, arguments);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof SQLException) {
        throw (SQLException) thrown.getCause();
      }
      throw new IllegalStateException(type + "." + method + ": " + thrown.getCause(), thrown);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(type + "." + method + ": " + changed, changed);
    }
  }
}
