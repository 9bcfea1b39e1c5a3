// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A handler of SIGHUP that runs a task and then the handler that the application had in before. The
 * JVM's own, which ends the JVM, is left out. The classes of the JDK are reached by reflection: a
 * minimal image has no module {@code jdk.unsupported}.
 */
public final class HangupHandler implements InvocationHandler {

  private static final String NAME = "HUP";

  private final Runnable task;
  private final Method handle;
  private volatile @Nullable Object before;

  private HangupHandler(Runnable task, Method handle) {
    this.task = task;
    this.handle = handle;
  }

  /**
   * Returns the reason that SIGHUP is to be left alone; null when a handler can be put in.
   *
   * @return the rest of a sentence that begins with the process
   */
  public static @Nullable String obstacle() {
    if (ProcessSignals.ignoreHangup()) {
      return "ignores SIGHUP, as nohup has it do";
    }
    return ProcessSignals.haveTerminal()
        ? "has a controlling terminal, and SIGHUP tells that the terminal is gone"
        : null;
  }

  /**
   * Puts a handler in that runs the task, on a thread of the JVM's, at each SIGHUP.
   *
   * @return the reason that this cannot be, as of {@link #obstacle}; null when the handler is in
   */
  public static @Nullable String install(Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      HangupHandler ours = new HangupHandler(task, handler.getMethod("handle", signal));
      Object proxy =
          Proxy.newProxyInstance(
              HangupHandler.class.getClassLoader(), new Class<?>[] {handler}, ours);
      Object hangup = signal.getConstructor(String.class).newInstance(NAME);
      ours.before = signal.getMethod("handle", signal, handler).invoke(null, hangup, proxy);
      return null;
    } catch (InvocationTargetException refused) {
      return "was started with -Xrs, or SIGHUP is taken (" + refused.getCause() + ")";
    } catch (ReflectiveOperationException | RuntimeException | LinkageError missing) {
      return "has no module jdk.unsupported (" + missing + ")";
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "handle":
        hangUp(arguments == null ? null : arguments[0]);
        return null;
      case "equals":
        return arguments != null && proxy == arguments[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      default:
        return "Leasehold's handler of SIGHUP";
    }
  }

  private void hangUp(@Nullable Object signal) throws Throwable {
    try {
      task.run();
    } finally {
      Object next = before;
      if (next != null && isTheApplications(next)) {
        callNext(next, signal);
      }
    }
  }

  private void callNext(Object next, @Nullable Object signal) throws Throwable {
    try {
      handle.invoke(next, signal);
    } catch (InvocationTargetException itsOwn) {
      Throwable cause = itsOwn.getCause();
      throw cause == null ? itsOwn : cause;
    }
  }

  /**
   * The JDK's own handlers, whose classes the boot loader has, end the JVM or do nothing
   * (java.lang.Terminator, sun.misc.SignalHandler.SIG_DFL and SIG_IGN).
   */
  private static boolean isTheApplications(Object handler) {
    return handler.getClass().getClassLoader() != null;
  }
}
