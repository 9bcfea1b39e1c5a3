package dev.leasehold.inject;

import dev.leasehold.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;

/** For {@code Connection.isValid(int)}: false for a retired connection, without asking it. */
public final class ValidityAdvice {

  private ValidityAdvice() {}

  /** True skips the driver's own code, which leaves false as the answer. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  public static boolean enter(@Advice.This Object connection) {
    return Bridge.isRetired(connection);
  }
}
