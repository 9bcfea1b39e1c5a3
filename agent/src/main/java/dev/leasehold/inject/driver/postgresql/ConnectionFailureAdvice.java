package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** For methods of the connection itself: costs nothing unless they throw. */
public final class ConnectionFailureAdvice {

  private ConnectionFailureAdvice() {}

  /** Lets the agent explain what was thrown. */
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  @SuppressWarnings("UnusedVariable")
  public static void exit(
      @Advice.This Object connection, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    thrown = Bridge.explain(connection, thrown);
  }
}
