// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.retire.HandOverResult;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A move whose question to the old session is met by a statement of the application's. */
final class MetMove {

  /** A busy machine may take longer than the question may keep a thread. */
  static final String[] NO_CANCEL = {"cancelSignalTimeout", "0"};

  /** The user that the statement tells, of the session by which it was executed. */
  final String user;

  private final CompletableFuture<HandOverResult> move;

  private MetMove(String user, CompletableFuture<HandOverResult> move) {
    this.user = user;
    this.move = move;
  }

  /** Begins a move, and a statement that waits until the old session answers the question. */
  static MetMove of(MovableSessions sessions, Connection live, Connection fresh) throws Exception {
    long backend = sessions.backend(live);
    MovableSessions.signal("STOP", backend);
    CompletableFuture<HandOverResult> move =
        MovableSessions.later(() -> sessions.moveQuiet(live, fresh, "before"));
    CompletableFuture<String> user = null;
    try {
      ThreadStacks.awaitQuestions(1);
      user = MovableSessions.later(() -> MovableSessions.text(live, "SELECT session_user"));
      ThreadStacks.await("a statement that waits", MetMove::isWaiting);
    } finally {
      MovableSessions.signal("CONT", backend);
    }
    return new MetMove(user.get(60, TimeUnit.SECONDS), move);
  }

  /** Waits for the result of the move. */
  HandOverResult result() throws Exception {
    return move.get(60, TimeUnit.SECONDS);
  }

  /** Returns whether a statement waits for the lock of its driver. */
  private static boolean isWaiting(Thread thread, List<String> calls) {
    return (thread.getState() == Thread.State.BLOCKED || thread.getState() == Thread.State.WAITING)
        && calls.stream().anyMatch(call -> call.contains("MovableSessions.text"));
  }
}
