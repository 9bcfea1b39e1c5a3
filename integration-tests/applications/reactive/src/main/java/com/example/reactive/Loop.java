// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Runs one transaction after the other, each as long as chance says, and blocks no thread. */
final class Loop {

  private static final long STEP_MILLIS = 50;

  private final Client client;
  private final Options options;
  private final Tally tally;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean stopped;

  Loop(Client client, Options options, Tally tally, ScheduledExecutorService timer) {
    this.client = client;
    this.options = options;
    this.tally = tally;
    this.timer = timer;
  }

  /** Ends after the transaction that is under way. */
  CompletableFuture<Void> stop() {
    stopped = true;
    return ended;
  }

  void next() {
    if (stopped) {
      ended.complete(null);
      return;
    }
    long began = System.nanoTime();
    client
        .borrow()
        .thenCompose(
            session -> {
              tally.pause((System.nanoTime() - began) / 1_000_000);
              return transaction(session);
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                tally.failure(
                    failure instanceof CompletionException ? failure.getCause() : failure);
              }
              after(failure == null ? 0 : 5, this::next);
            });
  }

  /** A transaction with a statement every few milliseconds. */
  private CompletionStage<Void> transaction(Session session) {
    int millis = ThreadLocalRandom.current().nextInt(options.number("max-transaction-ms") + 1);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    CompletableFuture<Void> whole =
        session
            .begin()
            .thenCompose(begun -> queries(session, end, Math.min(STEP_MILLIS, millis)))
            .thenCompose(run -> session.commit());
    CompletableFuture<Void> released = new CompletableFuture<>();
    whole.whenComplete(
        (done, failure) ->
            session
                .release()
                .whenComplete(
                    (gone, unreleased) -> {
                      if (failure == null) {
                        released.complete(null);
                      } else {
                        released.completeExceptionally(failure);
                      }
                    }));
    return released;
  }

  private CompletionStage<Void> queries(Session session, long end, long step) {
    return session
        .query(options.text("sql"))
        .thenCompose(
            value -> {
              tally.query(Boolean.TRUE.equals(value));
              if (System.nanoTime() >= end) {
                return CompletableFuture.completedFuture(null);
              }
              CompletableFuture<Void> pause = new CompletableFuture<>();
              after(step, () -> pause.complete(null));
              return pause.thenCompose(over -> queries(session, end, step));
            });
  }

  private void after(long millis, Runnable step) {
    timer.schedule(step, millis, TimeUnit.MILLISECONDS);
  }
}
