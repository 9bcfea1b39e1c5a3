package dev.leasehold.inject;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.Opening;
import dev.leasehold.target.Targets;
import java.util.concurrent.CompletableFuture;

/** One login of a matched connection without JDBC: gets the current credential, never blocks. */
public final class Login {

  private final BoundSupply bound;
  private final Targets targets;
  private final Ledger ledger;

  Login(BoundSupply bound, Targets targets, Ledger ledger) {
    this.bound = bound;
    this.targets = targets;
    this.ledger = ledger;
  }

  /**
   * Returns what to log in with when it has come: at once, or later on a thread of Leasehold's.
   * Fails with an {@code SQLException} fit for the application; throws nothing.
   */
  public CompletableFuture<Admission> admission() {
    CompletableFuture<Admission> told = new CompletableFuture<>();
    attempt(told, Attempt.TRIES);
    return told;
  }

  private void attempt(CompletableFuture<Admission> told, int tries) {
    try {
      CompletableFuture<Generation> ignored =
          bound
              .waiting()
              .next(targets)
              .whenComplete(
                  (generation, failure) -> {
                    if (failure == null) {
                      admit(told, generation, tries);
                    } else {
                      told.completeExceptionally(refusal(failure));
                    }
                  });
    } catch (RuntimeException | Error fault) {
      told.completeExceptionally(refusal(fault));
    }
  }

  private void admit(CompletableFuture<Admission> told, Generation generation, int tries) {
    try {
      Opening opening = ledger.opening(generation);
      if (opening != null) {
        told.complete(new Admission(bound, generation, targets.whole(), opening));
      } else if (tries > 1) {
        attempt(told, tries - 1);
      } else {
        told.completeExceptionally(refusal(Attempt.drained(generation)));
      }
    } catch (RuntimeException | Error fault) {
      told.completeExceptionally(refusal(fault));
    }
  }

  private Exception refusal(Throwable failure) {
    return failure instanceof NoCredentialException
        ? Failures.refused(failure.getMessage(), failure)
        : Failures.fault(bound.binding(), failure);
  }
}
