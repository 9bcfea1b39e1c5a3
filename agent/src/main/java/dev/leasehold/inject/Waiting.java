package dev.leasehold.inject;

import dev.leasehold.lease.CredentialSupply;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A binding's supply for those who must not block: all who wait share one thread that does. Safe
 * for many threads.
 */
final class Waiting {

  /** Waits for a generation. */
  @FunctionalInterface
  private interface Wait {
    Generation end() throws NoCredentialException, InterruptedException;
  }

  private final CredentialSupply supply;
  private @Nullable Generation rejected;
  private String reason = "";
  private @Nullable CompletableFuture<Generation> awaited;

  Waiting(CredentialSupply supply) {
    this.supply = supply;
  }

  /**
   * Returns the generation to log in with, never one that was {@link #rejected}. Fails with a
   * {@link NoCredentialException} when none comes in time.
   */
  synchronized CompletableFuture<Generation> next() {
    Generation ready = supply.ready();
    if (ready != null && (rejected == null || ready.number() > rejected.number())) {
      return CompletableFuture.completedFuture(ready);
    }
    CompletableFuture<Generation> underWay = awaited;
    return underWay == null ? begin() : underWay;
  }

  /**
   * Says that the database has rejected a generation, and asks for a newer one; once, however many
   * connections say so.
   */
  synchronized void rejected(Generation generation, String why) {
    if (rejected == null || rejected.number() < generation.number()) {
      rejected = generation;
      reason = why;
      CompletableFuture<Generation> ignored = begin();
    }
  }

  private synchronized CompletableFuture<Generation> begin() {
    Generation old = rejected;
    String why = reason;
    CompletableFuture<Generation> next = new CompletableFuture<>();
    Wait wait = old == null ? supply::current : () -> supply.replacing(old, why);
    Thread thread = new Thread(() -> end(wait, next), "leasehold-credential");
    thread.setDaemon(true);
    thread.setContextClassLoader(Waiting.class.getClassLoader());
    thread.start();
    awaited = next; // Not before: where there is no thread to be had, nothing is awaited.
    return next;
  }

  private void end(Wait wait, CompletableFuture<Generation> next) {
    try {
      Generation generation = wait.end();
      over(next);
      next.complete(generation);
    } catch (NoCredentialException | InterruptedException | RuntimeException | Error none) {
      over(next);
      next.completeExceptionally(none);
    }
  }

  private synchronized void over(CompletableFuture<Generation> ended) {
    if (awaited == ended) {
      awaited = null;
    }
  }
}
