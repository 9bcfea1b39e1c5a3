package dev.leasehold.inject;

import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.RefusedAttempt;
import java.util.Properties;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** For {@code Driver.connect(String, Properties)}: other arguments, and a repetition. */
public final class ConnectAdvice {

  private ConnectAdvice() {}

  /** Puts the attempt's URL and properties in the place of the application's. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = RefusedAttempt.class)
  @SuppressWarnings({"UnusedVariable", "ParameterReassignment"})
  public static @Nullable ConnectAttempt enter(
      @Advice.This Object driver,
      @Advice.Argument(value = 0, readOnly = false) @Nullable String url,
      @Advice.Argument(value = 1, readOnly = false) @Nullable Properties info) {
    ConnectAttempt attempt = Bridge.connecting(driver, url, info);
    url = Bridge.url(attempt, url);
    info = Bridge.info(attempt, info);
    return attempt;
  }

  /** Reports the outcome; true repeats the driver's own code. */
  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  @SuppressWarnings("UnusedVariable")
  public static boolean exit(
      @Advice.Enter @Nullable ConnectAttempt attempt,
      @Advice.Return @Nullable Object connection,
      @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
    boolean again = Bridge.ended(attempt, connection, thrown);
    thrown = Bridge.failure(attempt, thrown);
    return again;
  }
}
