package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** For methods of statements and result sets, whose field names the connection. */
public final class StatementFailureAdvice {

  private StatementFailureAdvice() {}

  /** Lets the agent explain what was thrown. */
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  @SuppressWarnings("UnusedVariable")
  public static void exit(
      @Advice.FieldValue("connection") @Nullable Object connection,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    thrown = Bridge.explain(connection, thrown);
  }
}
