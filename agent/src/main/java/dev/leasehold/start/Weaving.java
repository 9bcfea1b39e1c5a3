package dev.leasehold.start;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes whose names it was given and answers at once for all others: every class of
 * the application passes here. A named class waits until the weaver is warm.
 */
final class Weaving implements ClassFileTransformer {

  /** Weaves one class; called on the thread that loads it. */
  interface Weaver {

    /** Returns the woven bytes of the class, or null to leave it as it is. */
    byte @Nullable [] weave(@Nullable ClassLoader loader, String internalName, byte[] bytes);
  }

  /** Longer than Byte Buddy takes on a throttled container; a start-up delayed, not one hung. */
  private static final long WARM_SECONDS = 30;

  private final Set<String> internalNames;
  private final CountDownLatch warm = new CountDownLatch(1);
  private volatile @Nullable Weaver weaver;

  Weaving(Set<String> internalNames) {
    this.internalNames = internalNames;
  }

  /** Lets the classes go that wait: woven by {@code ready}, or as they are where it is null. */
  void warm(@Nullable Weaver ready) {
    weaver = ready;
    warm.countDown();
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (internalName == null || !internalNames.contains(internalName)) {
      return null;
    }
    Weaver ready = awaitWarm() ? weaver : null;
    return ready == null ? null : ready.weave(loader, internalName, bytes);
  }

  private boolean awaitWarm() {
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_SECONDS);
    try {
      while (true) {
        try {
          return warm.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException waitOn) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
