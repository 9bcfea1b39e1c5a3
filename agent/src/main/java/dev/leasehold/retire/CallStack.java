// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import org.jspecify.annotations.Nullable;

/**
 * The classes on the stack of the thread that asks. Options of the JVM that shorten the stack
 * traces of exceptions, or leave them out, change nothing here. Safe for many threads.
 */
public final class CallStack {

  private final @Nullable ClassContext context = context();

  /** Makes a reader of stacks. */
  public CallStack() {}

  /**
   * The JVM's cheapest way to see the classes on the stack that is there from Java 8 on. It manages
   * no security.
   */
  private static final class ClassContext extends SecurityManager {

    Class<?>[] classes() {
      return getClassContext();
    }
  }

  private static @Nullable ClassContext context() {
    try {
      return new ClassContext();
    } catch (RuntimeException | LinkageError withoutIt) {
      return null; // The class is deprecated, and may go.
    }
  }

  /**
   * Returns the class of each method that runs, the innermost first; null where none can be seen.
   */
  public Class<?> @Nullable [] classes() {
    return context == null ? null : context.classes();
  }
}
