// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.retire.CallStack;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Classes through which drivers connect that were loaded before the agent, and that cannot be woven
 * as known. The credential of their connections is not known, so each connection is refused. The
 * class itself refuses where a refusal can be woven into it, else the login to a server is refused.
 * Safe for many threads.
 */
public final class UnwovenDrivers {

  /** The name with which woven code tells that a method of such a class has been called. */
  public static final String LOGIN_POINT = "unwoven";

  /** Few, and of applications, which may go. */
  private final List<Reference<Class<?>>> classes = new CopyOnWriteArrayList<>();

  private final CallStack stack = new CallStack();

  /** Makes a list without any. */
  public UnwovenDrivers() {}

  /** Adds the class of such a driver. */
  public void add(Class<?> type) {
    if (!holds(type)) {
      classes.add(new WeakReference<>(type));
    }
  }

  /** Returns whether this is the class of such a driver. */
  public boolean holds(Class<?> type) {
    for (Reference<Class<?>> each : classes) {
      if (each.get() == type) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the refusal of a login that one of them has begun; null for any other. Cheap where
   * there is none of them.
   *
   * @param loginPoint as woven code names it
   * @param server the driver's name for the server: an object of its own, or {@link Hooks#UNNAMED}
   */
  @Nullable SQLException refusal(String loginPoint, Object server) {
    if (classes.isEmpty()) {
      return null;
    }
    boolean byItself = loginPoint.equals(LOGIN_POINT);
    String driver =
        byItself
            ? String.valueOf(server)
            : running(stack.classes(), server.getClass().getClassLoader(), server == Hooks.UNNAMED);
    return driver == null
        ? null
        : ConnectFailures.refused(
            driver
                + " was loaded before the agent and cannot be woven, so it is not known whose"
                + " credential its connections get. The configured password is not tried. Name this"
                + " agent before the agent that loads the driver",
            null);
  }

  /**
   * Returns the name of such a class from this class loader whose method runs; null if none does.
   * Where nothing on the stack can be seen, any of them may.
   *
   * @param anyLoader whether the class loader says nothing, as where the server has no name
   */
  @Nullable String running(
      Class<?> @Nullable [] onTheStack, @Nullable ClassLoader loader, boolean anyLoader) {
    for (Reference<Class<?>> each : classes) {
      Class<?> type = each.get();
      if (type != null
          && (anyLoader || type.getClassLoader() == loader)
          && (onTheStack == null || Arrays.asList(onTheStack).contains(type))) {
        return type.getName();
      }
    }
    return null;
  }
}
