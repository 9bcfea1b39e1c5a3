package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One connect of a matched connection: the current generation first, its successor if rejected. */
final class Attempt implements ConnectAttempt {

  /** A generation drains under an attempt only if a rotation falls in between; twice is a fault. */
  private static final int TRIES = 5;

  private final ConnectionRequest request;
  private final BoundSupply bound;
  private final Ledger ledger;
  private final Generation first;
  private Generation generation;
  private Arguments arguments;
  private @Nullable Opening opening;
  private @Nullable Throwable failure;

  private Attempt(ConnectionRequest request, BoundSupply bound, Ledger ledger)
      throws NoCredentialException, InterruptedException {
    this.request = request;
    this.bound = bound;
    this.ledger = ledger;
    Opening opened = null;
    Generation current = bound.supply().current();
    Arguments with = request.with(current.credential());
    for (int tries = 1; (opened = ledger.opening(current)) == null; tries++) {
      if (tries == TRIES) {
        throw drained(current);
      }
      current = bound.supply().current();
      with = request.with(current.credential());
    }
    this.first = current;
    this.generation = current;
    this.opening = opened;
    this.arguments = with;
  }

  /** Begins an attempt with the current generation. */
  static Attempt begin(ConnectionRequest request, BoundSupply bound, Ledger ledger)
      throws NoCredentialException, InterruptedException {
    return new Attempt(request, bound, ledger);
  }

  @Override
  public Object first() {
    return arguments.first();
  }

  @Override
  public @Nullable Object second() {
    return arguments.second();
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public boolean ended(@Nullable Object connection, @Nullable Throwable thrown) {
    failure = thrown;
    try {
      return connection == null ? failed(thrown) : opened((Connection) connection);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      failure = Failures.interrupted(bound.binding());
    } catch (NoCredentialException none) {
      failure = Failures.refused(none.getMessage(), thrown);
    } catch (Throwable fault) {
      discard(connection);
      failure = Failures.fault(bound.binding(), fault);
    }
    return false;
  }

  private boolean opened(Connection connection) {
    Opening current = takeOpening();
    if (current != null) {
      current.opened(connection);
    }
    bound.supply().accepted(generation);
    return false;
  }

  private boolean failed(@Nullable Throwable thrown)
      throws NoCredentialException, InterruptedException {
    Opening current = takeOpening();
    if (current != null) {
      current.failed();
    }
    SQLException rejection = SqlFailures.find(thrown, request.dialect()::isRejection);
    if (rejection == null) {
      return false;
    }
    if (generation != first) {
      failure = Failures.rejectedAgain(generation, rejection);
      return false;
    }
    generation = bound.supply().replacing(generation, reason(rejection));
    arguments = request.with(generation.credential());
    opening = ledger.opening(generation);
    if (opening == null) {
      throw drained(generation);
    }
    return true;
  }

  private @Nullable Opening takeOpening() {
    Opening taken = opening;
    opening = null;
    return taken;
  }

  private static String reason(SQLException rejection) {
    return "SQLState "
        + rejection.getSQLState()
        + ", error "
        + rejection.getErrorCode()
        + ": "
        + rejection.getMessage();
  }

  private static NoCredentialException drained(Generation generation) {
    return new NoCredentialException(
        "binding "
            + generation.binding()
            + ": generation "
            + generation.number()
            + " has been replaced and given back, and there is no newer one; try again");
  }

  private static void discard(@Nullable Object connection) {
    if (connection instanceof Connection) {
      try {
        ((Connection) connection).close();
      } catch (SQLException | RuntimeException unusable) {
        // Nobody will get it.
      }
    }
  }
}
