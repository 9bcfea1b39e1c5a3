// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The methods that woven code calls. The class holds the JVM's only reference to the agent. Without
 * an agent, its methods do nothing.
 *
 * <p>A fault of the agent leaves the application's call as it was, with one exception: a connection
 * that was about to be opened is refused. No other method throws.
 */
public final class Bridge {

  private static volatile @Nullable Hooks hooks;
  private static boolean installed;

  private Bridge() {}

  /** The right to replace the hooks. Only the caller that installed the first hooks has it. */
  public static final class Installation {

    private Installation() {}

    /** Sets the hooks that answer from now on, for the whole JVM; null for no hooks. */
    public void replace(@Nullable Hooks next) {
      hooks = next;
    }
  }

  private static @Nullable Hooks hooks() {
    Hooks current = hooks;
    return current == null || System.getSecurityManager() == null
        ? current
        : Privileged.hooks(current);
  }

  /**
   * Sets the first hooks, once in a JVM. The application's code can call this class, and is not to
   * switch the agent off.
   *
   * @throws IllegalStateException when hooks were installed before
   */
  public static synchronized Installation install(Hooks first) {
    if (installed) {
      throw new IllegalStateException("the agent is installed already");
    }
    installed = true;
    hooks = first;
    return new Installation();
  }

  /**
   * Returns a type of this package, for a class loader that would hide it.
   *
   * @throws ClassNotFoundException when there is none of this name
   */
  public static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, Bridge.class.getClassLoader());
  }

  /**
   * See {@link Hooks#connecting}.
   *
   * @throws Exception the refusal. A fault of the agent is an {@link IllegalStateException}, as the
   *     boot loader does not see {@code SQLException}
   */
  public static @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws Exception {
    try {
      Hooks current = hooks();
      return current == null ? null : current.connecting(connectMethod, target, first, second);
    } catch (RuntimeException | Error fault) {
      throw refusal(fault);
    }
  }

  private static IllegalStateException refusal(Throwable fault) {
    return new IllegalStateException(
        "Leasehold refused this connection because of a fault of its own ("
            + fault.getClass().getName()
            + "); the configured password is not tried. Please report it.",
        fault);
  }

  /**
   * See {@link Hooks#reaching}.
   *
   * @throws Exception as {@link #connecting} does
   */
  public static void reaching(String loginPoint, @Nullable Object server) throws Exception {
    try {
      Hooks current = hooks();
      if (current != null) {
        current.reaching(loginPoint, server == null ? Hooks.UNNAMED : server);
      }
    } catch (RuntimeException | Error fault) {
      throw refusal(fault);
    }
  }

  /** See {@link Hooks#answered}. */
  public static void answered(
      String loginPoint, @Nullable Object server, @Nullable Throwable thrown) {
    try {
      Hooks current = hooks();
      if (current != null) {
        current.answered(loginPoint, server == null ? Hooks.UNNAMED : server, thrown);
      }
    } catch (Throwable fault) {
      // The driver goes on, and its result for the connection as a whole is seen as well.
    }
  }

  /**
   * See {@link Hooks#intercept}.
   *
   * @throws Exception as {@link #connecting} does
   */
  public static Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
    try {
      Hooks current = hooks();
      return current == null ? null : current.intercept(kind, arguments);
    } catch (RuntimeException | Error fault) {
      throw refusal(fault);
    }
  }

  /** See {@link Hooks#onBackendMessage}. */
  public static void onBackendMessage(String kind, Object connection, Object message) {
    try {
      Hooks current = hooks();
      if (current != null) {
        current.onBackendMessage(kind, connection, message);
      }
    } catch (Throwable fault) {
      // The driver reads on; the message comes again, or the lease ends by itself.
    }
  }

  /**
   * Returns the first argument to go on with: {@code original} when there is no attempt of ours.
   */
  public static @Nullable Object first(
      @Nullable ConnectAttempt attempt, @Nullable Object original) {
    return attempt == null ? original : attempt.first();
  }

  /** The same for the second argument. */
  public static @Nullable Object second(
      @Nullable ConnectAttempt attempt, @Nullable Object original) {
    return attempt == null ? original : attempt.second();
  }

  /** See {@link ConnectAttempt#ended}. */
  public static boolean ended(
      @Nullable ConnectAttempt attempt, @Nullable Object connection, @Nullable Throwable thrown)
      throws Exception {
    return attempt != null && attempt.ended(connection, thrown);
  }

  /** Returns the exception to throw: {@code thrown} when there is no attempt of ours. */
  public static @Nullable Throwable failure(
      @Nullable ConnectAttempt attempt, @Nullable Throwable thrown) {
    return attempt == null ? thrown : attempt.failure();
  }

  /** See {@link Hooks#isInvalid}. */
  public static boolean isInvalid(Object connection) {
    try {
      Hooks current = hooks();
      return current != null && current.isInvalid(connection);
    } catch (Throwable fault) {
      return false;
    }
  }

  /** See {@link Hooks#translate}. */
  public static @Nullable Throwable translate(
      @Nullable Object connection, @Nullable Throwable thrown) {
    try {
      Hooks current = hooks();
      return current == null || connection == null || thrown == null
          ? thrown
          : current.translate(connection, thrown);
    } catch (Throwable fault) {
      return thrown;
    }
  }

  /** See {@link Hooks#shouldDiscard}. */
  public static boolean shouldDiscard(String kind, Object pooled) {
    try {
      Hooks current = hooks();
      return current != null && current.shouldDiscard(kind, pooled);
    } catch (Throwable fault) {
      return false;
    }
  }

  /** See {@link Hooks#poolSetUp}. */
  public static void poolSetUp(String kind, Object pool, @Nullable Object connection) {
    try {
      Hooks current = hooks();
      if (current != null && connection != null) {
        current.poolSetUp(kind, pool, connection);
      }
    } catch (Throwable fault) {
      // The pool keeps the properties that it has read, as it would without us.
    }
  }

  /** See {@link Hooks#poolStarted}. */
  public static void poolStarted(String kind, Object pool) {
    try {
      Hooks current = hooks();
      if (current != null) {
        current.poolStarted(kind, pool);
      }
    } catch (Throwable fault) {
      // The pool works without us; the ledger's deadline still holds.
    }
  }

  /** See {@link Hooks#poolStopped}. */
  public static void poolStopped(Object pool) {
    try {
      Hooks current = hooks();
      if (current != null) {
        current.poolStopped(pool);
      }
    } catch (Throwable fault) {
      // The pool is going anyway.
    }
  }
}
