package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.Opening;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One connect of a matched connection: the current generation first, its successor if rejected. */
final class Attempt implements ConnectAttempt {

  /** A generation drains under an attempt only if a rotation falls in between; twice is a fault. */
  static final int TRIES = 5;

  private final ConnectionRequest request;
  private final BoundSupply bound;
  private final Ledger ledger;
  private final Targets targets;
  private final DriverCanary.Sample sample;
  private final Generation first;
  private Generation generation;
  private Arguments arguments;
  private @Nullable Opening opening;
  private @Nullable Throwable failure;
  private @Nullable SQLException fault;

  private Attempt(ConnectionRequest request, BoundSupply bound, Ledger ledger)
      throws NoCredentialException, InterruptedException, SQLException {
    this.request = request;
    this.bound = bound;
    this.ledger = ledger;
    this.targets = request.targets();
    this.sample = bound.canary().connecting(request);
    Opening opened = null;
    Generation current = bound.supply().current(targets);
    Arguments with = with(current);
    for (int tries = 1; (opened = ledger.opening(current)) == null; tries++) {
      if (tries == TRIES) {
        throw drained(current);
      }
      current = bound.supply().current(targets);
      with = with(current);
    }
    this.first = current;
    this.generation = current;
    this.opening = opened;
    this.arguments = with;
  }

  /** Begins an attempt with the current generation. */
  static Attempt begin(ConnectionRequest request, BoundSupply bound, Ledger ledger)
      throws NoCredentialException, InterruptedException, SQLException {
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
  public boolean ended(@Nullable Object connection, @Nullable Throwable thrown)
      throws SQLException {
    if (connection != null) {
      opened((Connection) connection);
      return false;
    }
    failure = thrown;
    try {
      return failed(thrown);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      failure = Failures.interrupted(bound.binding());
    } catch (NoCredentialException none) {
      failure = Failures.refused(none.getMessage(), thrown);
    } catch (Throwable fault) {
      failure = Failures.fault(bound.binding(), fault);
    }
    return false;
  }

  /** What is thrown comes back to {@link #ended} as the driver's own failure would. */
  private void opened(Connection connection) throws SQLException {
    try {
      if (!arguments.asRole()) {
        bound.start().takeOn(request.dialect(), connection);
      }
      Opening current = takeOpening();
      if (current != null) {
        current.opened(connection, targets.whole());
      }
      bound.canary().answered(targets.whole(), sample);
      bound.supply().accepted(generation, targets.whole());
    } catch (SQLException unfit) {
      discard(connection);
      throw unfit;
    } catch (RuntimeException | Error own) {
      discard(connection);
      fault = Failures.fault(bound.binding(), own);
      throw fault;
    }
  }

  private boolean failed(@Nullable Throwable thrown)
      throws NoCredentialException, InterruptedException, SQLException {
    Opening current = takeOpening();
    if (current != null) {
      current.failed();
    }
    String username = generation.credential().username();
    SQLException rejection = bound.start().rejection(request.dialect(), username, thrown);
    if (rejection == null || thrown == fault) {
      return false;
    }
    Target by = targets.whole();
    bound.canary().answered(by, sample);
    if (generation != first) {
      failure = Failures.rejectedAgain(generation, rejection);
      return false;
    }
    generation = bound.supply().replacing(generation, by, reason(rejection));
    arguments = with(generation);
    opening = ledger.opening(generation);
    if (opening == null) {
      throw drained(generation);
    }
    return true;
  }

  private Arguments with(Generation next) throws NoCredentialException, SQLException {
    return request.with(next.credential(), bound.start(), next.fingerprint());
  }

  private @Nullable Opening takeOpening() {
    Opening taken = opening;
    opening = null;
    return taken;
  }

  static String reason(SQLException rejection) {
    return "SQLState "
        + rejection.getSQLState()
        + ", error "
        + rejection.getErrorCode()
        + ": "
        + rejection.getMessage();
  }

  static NoCredentialException drained(Generation generation) {
    return new NoCredentialException(
        "binding "
            + generation.binding()
            + ": generation "
            + generation.number()
            + " has been replaced and given back, and there is no newer one; try again");
  }

  private static void discard(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException unusable) {
      // Nobody will get it.
    }
  }
}
