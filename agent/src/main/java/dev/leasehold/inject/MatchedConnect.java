// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SqlFailures;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.HandOver;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.PendingConnection;
import dev.leasehold.target.Target;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One connect of a matched connection: with the generation that its targets take, and once more
 * with another generation if a target rejects it. The answer of each of several servers is heard at
 * the driver's own login point, where it has such a point. After a rejection a driver continues
 * with the next server, and may end with a failure that says nothing of the rejection.
 */
final class MatchedConnect implements ConnectAttempt {

  private final ConnectionRequest request;
  private final BindingContext bound;
  private final Ledger ledger;
  private final DriverProbe.ConnectSample sample;
  private final LoginOutcomes answers;
  private Generation generation;
  private ReplacedArguments arguments;
  private @Nullable PendingConnection opening;
  private @Nullable CurrentLogin login;
  private boolean rejected;
  private boolean repeated;
  private @Nullable Throwable failure;
  private @Nullable SQLException fault;

  private MatchedConnect(ConnectionRequest request, BindingContext bound, Ledger ledger)
      throws NoCredentialException, InterruptedException, SQLException {
    this.request = request;
    this.bound = bound;
    this.ledger = ledger;
    this.answers = new LoginOutcomes(request, bound);
    this.sample = bound.probe().connecting(request);
    PendingConnection opened = null;
    Generation current = bound.credentials().current(answers.targets());
    ReplacedArguments with = with(current);
    for (int tries = 1; (opened = ledger.pending(current)) == null; tries++) {
      if (tries == ConnectFailures.MOST_DRAINED) {
        throw ConnectFailures.drained(current);
      }
      current = bound.credentials().current(answers.targets());
      with = with(current);
    }
    this.generation = current;
    this.opening = opened;
    this.arguments = with;
    this.login = CurrentLogin.begin(answers);
  }

  /** Begins an attempt with the current generation. */
  static MatchedConnect begin(ConnectionRequest request, BindingContext bound, Ledger ledger)
      throws NoCredentialException, InterruptedException, SQLException {
    return new MatchedConnect(request, bound, ledger);
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
    boolean again = goesOn(connection, thrown);
    if (!again) {
      bound.ended(answers.targets(), rejected);
    }
    return again;
  }

  private boolean goesOn(@Nullable Object connection, @Nullable Throwable thrown)
      throws SQLException {
    CurrentLogin begun = login;
    if (begun != null) {
      login = null;
      begun.end();
    }
    if (connection != null) {
      opened((Connection) connection);
      return false;
    }
    failure = thrown;
    try {
      return failed(thrown);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      failure = ConnectFailures.interrupted(bound.binding());
    } catch (NoCredentialException none) {
      failure = refused(ConnectFailures.refused(none.getMessage(), thrown));
    } catch (Throwable fault) {
      failure = refused(ConnectFailures.fault(bound.binding(), fault));
    }
    return false;
  }

  /** An exception comes back to {@link #ended} as the driver's own failure would. */
  private void opened(Connection connection) throws SQLException {
    try {
      if (!arguments.asRole()) {
        bound.start().takeOn(request.dialect(), connection);
      }
      Target target = answers.reached();
      HandOver handOver = bound.handOver(sample, ledger);
      PendingConnection current = takeOpening();
      if (current != null) {
        current.opened(connection, target, handOver);
      }
      bound.probe().answered(target, sample);
      bound.letIn(answers.targets());
      bound.credentials().accepted(generation, target);
      reportRejections();
    } catch (SQLException unfit) {
      discard(connection);
      throw unfit;
    } catch (RuntimeException | Error own) {
      discard(connection);
      fault = refused(ConnectFailures.fault(bound.binding(), own));
      throw fault;
    }
  }

  /** Another server has taken the credential, so nobody waits for these to be looked into. */
  private void reportRejections() {
    for (LoginOutcomes.Rejection rejection : answers.rejections()) {
      bound.probe().answered(rejection.by(), sample);
      bound
          .credentials()
          .suspect(generation, rejection.by(), ConnectFailures.reason(rejection.failure()));
    }
  }

  private boolean failed(@Nullable Throwable thrown)
      throws NoCredentialException, InterruptedException, SQLException {
    PendingConnection current = takeOpening();
    if (current != null) {
      current.failed();
    }
    if (thrown == fault) {
      return false;
    }
    LoginOutcomes.Rejection rejection = answers.rejection(generation, thrown);
    if (rejection == null) {
      answers.suspectUnreached(generation, thrown);
      failure = told(thrown);
      return false;
    }
    rejected = true;
    bound.probe().answered(rejection.by(), sample);
    if (repeated) {
      failure = ConnectFailures.rejectedAgain(generation, rejection.by(), rejection.failure());
      return false;
    }
    bound.rejected(answers.targets());
    repeated = true; // Once, also where a late target takes the same generation by now.
    generation =
        bound
            .credentials()
            .replacing(generation, rejection.by(), ConnectFailures.reason(rejection.failure()));
    if (bound.isForOthers(answers.targets())) {
      failure = refused(ConnectFailures.boundElsewhere(bound.binding(), answers.targets()));
      return false;
    }
    arguments = with(generation);
    opening = ledger.pending(generation);
    if (opening == null) {
      throw ConnectFailures.drained(generation);
    }
    answers.clear();
    login = CurrentLogin.begin(answers);
    return true;
  }

  private @Nullable Throwable told(@Nullable Throwable thrown) {
    SQLException elsewhere = answers.refusal();
    SQLException own =
        elsewhere == null ? SqlFailures.find(thrown, ConnectFailures::isOwn) : elsewhere;
    if (own != null) {
      refused(own);
    }
    return answers.told(thrown);
  }

  private SQLException refused(SQLException refusal) {
    return bound.refused(answers.targets(), refusal);
  }

  private ReplacedArguments with(Generation next) throws NoCredentialException, SQLException {
    return request.with(next.credential(), bound.start(), next.fingerprint());
  }

  private @Nullable PendingConnection takeOpening() {
    PendingConnection taken = opening;
    opening = null;
    return taken;
  }

  private static void discard(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException unusable) {
      // Nobody will get it.
    }
  }
}
