package dev.leasehold.inject.pool.hikari;

import dev.leasehold.bootstrap.Bridge;
import net.bytebuddy.asm.Advice;

/** For the constructors of the pool. */
public final class PoolStartAdvice {

  private PoolStartAdvice() {}

  /** Makes the pool known. */
  @Advice.OnMethodExit(suppress = Throwable.class)
  public static void exit(@Advice.This Object pool) {
    Bridge.poolStarted("hikari", pool);
  }
}
