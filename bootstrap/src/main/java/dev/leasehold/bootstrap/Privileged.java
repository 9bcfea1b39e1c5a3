// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.bootstrap;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import org.jspecify.annotations.Nullable;

/**
 * Lets the agent work with its own rights on the application's threads. Under a security manager,
 * code there has no more permissions than the application's classes, which are on the stack. These
 * classes need not be allowed to read Vault's token, or to look into a pool.
 */
final class Privileged implements InvocationHandler {

  private final Object target;

  private Privileged(Object target) {
    this.target = target;
  }

  /** Returns the hooks that do the same with the agent's rights. */
  static Hooks hooks(Hooks target) {
    return (Hooks) proxy(Hooks.class, target);
  }

  private static Object proxy(Class<?> type, Object target) {
    return Proxy.newProxyInstance(
        Privileged.class.getClassLoader(), new Class<?>[] {type}, new Privileged(target));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    PrivilegedExceptionAction<Object> call = () -> method.invoke(target, arguments);
    try {
      Object result = AccessController.doPrivileged(call);
      return result instanceof ConnectAttempt ? proxy(ConnectAttempt.class, result) : result;
    } catch (PrivilegedActionException failed) {
      throw thrown(failed.getException());
    }
  }

  private static Throwable thrown(Exception failed) {
    Throwable cause = failed instanceof InvocationTargetException ? failed.getCause() : null;
    return cause == null ? failed : cause;
  }
}
