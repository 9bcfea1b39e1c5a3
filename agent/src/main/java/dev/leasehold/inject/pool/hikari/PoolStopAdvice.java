package dev.leasehold.inject.pool.hikari;

import dev.leasehold.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;

/** For the pool's shutdown. */
public final class PoolStopAdvice {

  private PoolStopAdvice() {}

  /** Lets the pool go. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  public static void enter(@Advice.This Object pool) {
    Bridge.poolStopped(pool);
  }
}
