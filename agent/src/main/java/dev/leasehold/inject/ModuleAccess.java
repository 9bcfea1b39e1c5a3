// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reaches members of drivers' and pools' classes in packages that a named module does not export.
 * An agent may open such packages, to its own module alone. Compiled for Java 8, which has no
 * modules. Safe for many threads.
 */
public final class ModuleAccess {

  private static volatile @Nullable Instrumentation opening;

  private ModuleAccess() {}

  /** Opens packages through this instrumentation from now on. */
  public static void through(Instrumentation instrumentation) {
    opening = instrumentation;
  }

  /**
   * Makes a member accessible, and returns it; opens the package of its class first where that is
   * hidden. Never a package of the JDK's.
   *
   * @throws RuntimeException when it stays hidden
   */
  public static <T extends AccessibleObject & Member> T open(T member) {
    try {
      member.setAccessible(true);
    } catch (RuntimeException hidden) {
      if (!isOpened(member.getDeclaringClass())) {
        throw hidden;
      }
      member.setAccessible(true);
    }
    return member;
  }

  private static boolean isOpened(Class<?> type) {
    Instrumentation instrumentation = opening;
    if (instrumentation == null || isOfTheJdk(type)) {
      return false;
    }
    try {
      open(type, instrumentation);
      return true;
    } catch (ReflectiveOperationException | RuntimeException unable) {
      return false;
    }
  }

  /** Types of modules that the boot loader or the platform's has. */
  private static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ModuleAccess.class.getClassLoader().getParent();
  }

  private static void open(Class<?> type, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Class<?> module = Class.forName("java.lang.Module");
    Method moduleOf = Class.class.getMethod("getModule");
    Set<Object> us = Collections.singleton(moduleOf.invoke(ModuleAccess.class));
    String name = type.getName();
    String itsPackage = name.substring(0, name.lastIndexOf('.'));
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            moduleOf.invoke(type),
            Collections.emptySet(),
            Collections.emptyMap(),
            Collections.singletonMap(itsPackage, us),
            Collections.emptySet(),
            Collections.emptyMap());
  }
}
