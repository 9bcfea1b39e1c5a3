// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.PendingConnection;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** One login of a matched connection without JDBC: gets the current credential, never blocks. */
public final class ReactiveLogin {

  private final ReactiveBinding bound;
  private final String url;
  private final Targets targets;
  private final Ledger ledger;

  /**
   * Begins a login.
   *
   * @param bound the binding that the login is matched by
   * @param ledger takes the connection that comes of it
   */
  public ReactiveLogin(ReactiveBinding bound, String url, Targets targets, Ledger ledger) {
    this.bound = bound;
    this.url = url;
    this.targets = targets;
    this.ledger = ledger;
  }

  /**
   * Returns the grant to log in with when it has come: at once, or later on a thread of
   * Leasehold's. Fails with an {@code SQLException} fit for the application; throws nothing.
   */
  public CompletableFuture<LoginGrant> grant() {
    CompletableFuture<LoginGrant> told = new CompletableFuture<>();
    ask(told);
    return told;
  }

  /** Tells that the connect is refused, and returns the refusal. */
  public SQLException refused(SQLException refusal) {
    return bound.refused(targets, refusal);
  }

  private void ask(CompletableFuture<LoginGrant> told) {
    try {
      Boolean admitted = bound.admitsNow(url, targets);
      if (admitted == null) {
        awaitTurn(told);
      } else {
        go(admitted, told);
      }
    } catch (SQLException | RuntimeException | Error failure) {
      told.completeExceptionally(refusal(failure));
    }
  }

  /**
   * Waits, beside all others to this target, until it may be known whether the binding is for it.
   */
  private void awaitTurn(CompletableFuture<LoginGrant> told) {
    CompletableFuture<Boolean> ignored =
        bound
            .turn(url, targets)
            .whenComplete(
                (admitted, failure) -> {
                  if (failure == null) {
                    ask(told);
                  } else {
                    told.completeExceptionally(refusal(failure));
                  }
                });
  }

  private void go(boolean admitted, CompletableFuture<LoginGrant> told) {
    if (admitted) {
      attempt(told, ConnectFailures.MOST_DRAINED);
    } else {
      told.completeExceptionally(refusal(ConnectFailures.boundElsewhere(bound.binding(), targets)));
    }
  }

  private void attempt(CompletableFuture<LoginGrant> told, int tries) {
    try {
      CompletableFuture<Generation> ignored =
          bound
              .asyncCredentials()
              .next(targets)
              .whenComplete(
                  (generation, failure) -> {
                    if (failure == null) {
                      admit(told, generation, tries);
                    } else {
                      fail(told, failure);
                    }
                  });
    } catch (RuntimeException | Error fault) {
      fail(told, fault);
    }
  }

  private void fail(CompletableFuture<LoginGrant> told, Throwable failure) {
    bound.ended(targets, false);
    told.completeExceptionally(refusal(failure));
  }

  private void admit(CompletableFuture<LoginGrant> told, Generation generation, int tries) {
    try {
      PendingConnection opening = ledger.pending(generation);
      if (opening != null) {
        told.complete(new LoginGrant(bound, generation, targets, opening));
      } else if (tries > 1) {
        attempt(told, tries - 1);
      } else {
        fail(told, ConnectFailures.drained(generation));
      }
    } catch (RuntimeException | Error fault) {
      fail(told, fault);
    }
  }

  private SQLException refusal(Throwable failure) {
    return bound.refused(targets, asRefusal(failure));
  }

  private SQLException asRefusal(Throwable failure) {
    if (failure instanceof SQLException) {
      return (SQLException) failure;
    }
    return failure instanceof NoCredentialException
        ? ConnectFailures.refused(failure.getMessage(), failure)
        : ConnectFailures.fault(bound.binding(), failure);
  }
}
