// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Runs a task when the JVM ends, after all of the application's own shutdown hooks.
 *
 * <p>{@link Runtime#addShutdownHook} starts all hooks at once. The JDK keeps an ordered list of its
 * own ({@code java.lang.Shutdown}: console, application hooks, files to delete), with free slots
 * after these.
 */
final class LastShutdownHook {

  /** The last of the ten; the JDK itself uses 0 to 2, in 8 as in 25. */
  private static final int SLOT = 9;

  private LastShutdownHook() {}

  /**
   * Registers a task.
   *
   * @throws ReflectiveOperationException when this JVM has no such list, the slot is taken, or the
   *     JVM is ending already
   */
  static void register(Runnable task, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Class<?> secrets = sharedSecrets();
    Object access = exported(secrets, instrumentation).getMethod("getJavaLangAccess").invoke(null);
    Class.forName(secrets.getPackage().getName() + ".JavaLangAccess")
        .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class)
        .invoke(access, SLOT, false, task);
  }

  /** Returns the JDK's class of that name: of Java 12 and later, 9 to 11, or 8. */
  private static Class<?> sharedSecrets() throws ClassNotFoundException {
    for (String home : new String[] {"jdk.internal.access", "jdk.internal.misc"}) {
      try {
        return Class.forName(home + ".SharedSecrets");
      } catch (ClassNotFoundException elsewhere) {
        // The next one.
      }
    }
    return Class.forName("sun.misc.SharedSecrets");
  }

  /** Exports the package of {@code type} to this class's module, where there are modules. */
  private static Class<?> exported(Class<?> type, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Class<?> module;
    try {
      module = Class.forName("java.lang.Module");
    } catch (ClassNotFoundException java8) {
      return type;
    }
    Object from = Class.class.getMethod("getModule").invoke(type);
    Object to = Class.class.getMethod("getModule").invoke(LastShutdownHook.class);
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            from,
            Collections.emptySet(),
            Collections.singletonMap(type.getPackage().getName(), Collections.singleton(to)),
            Collections.emptyMap(),
            Collections.emptySet(),
            Collections.emptyMap());
    return type;
  }
}
