// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A binding's supply for those who must not block: all who wait for a credential for the same
 * target share one thread that does. Safe for many threads.
 */
final class AsyncCredentials {

  /** Waits for a generation. */
  @FunctionalInterface
  private interface Wait {
    Generation end() throws NoCredentialException, InterruptedException;
  }

  private final CredentialsProvider supply;

  /** No monitor: a thread is started under it, and a virtual thread would keep its carrier. */
  private final ReentrantLock lock = new ReentrantLock();

  /** What is waited for, by the target that it is for; guarded by the lock. */
  private final Map<Target, CompletableFuture<Generation>> awaited = new HashMap<>();

  AsyncCredentials(CredentialsProvider supply) {
    this.supply = supply;
  }

  /**
   * Returns the generation to log in with. Fails with a {@link NoCredentialException} when none
   * comes in time.
   */
  CompletableFuture<Generation> next(Targets targets) {
    lock.lock();
    try {
      CompletableFuture<Generation> underWay = awaited.get(targets.whole());
      if (underWay != null) {
        return underWay;
      }
      Generation ready = supply.ready(targets);
      return ready == null
          ? begin(targets.whole(), () -> supply.current(targets))
          : CompletableFuture.completedFuture(ready);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a target has rejected a generation, and asks for another one; once, however many
   * connections say so.
   */
  void rejected(Generation generation, Target by, String why) {
    lock.lock();
    try {
      if (!awaited.containsKey(by)) {
        CompletableFuture<Generation> ignored =
            begin(by, () -> supply.replacing(generation, by, why));
      }
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Generation> begin(Target target, Wait wait) {
    CompletableFuture<Generation> next = new CompletableFuture<>();
    Thread thread = new Thread(() -> end(wait, target, next), "leasehold-credential");
    thread.setDaemon(true);
    thread.setContextClassLoader(AsyncCredentials.class.getClassLoader());
    awaited.put(target, next);
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        awaited.remove(target); // There is no thread to be had, so nothing is awaited.
      }
    }
    return next;
  }

  private void end(Wait wait, Target target, CompletableFuture<Generation> next) {
    try {
      Generation generation = wait.end();
      over(target);
      next.complete(generation);
    } catch (NoCredentialException | InterruptedException | RuntimeException | Error none) {
      over(target);
      next.completeExceptionally(none);
    }
  }

  private void over(Target target) {
    lock.lock();
    try {
      awaited.remove(target);
    } finally {
      lock.unlock();
    }
  }
}
