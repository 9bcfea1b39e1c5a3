// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.BindingContext;
import dev.leasehold.inject.DriverProbe;
import dev.leasehold.inject.StatementHints;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.inject.reactive.LoginGrant;
import dev.leasehold.inject.reactive.ReactiveLogin;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.OneLease;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.RetirementListener;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class R2dbcDriverTest {

  private static final Targets DATABASE = Targets.of(Target.of("db.example", 5432, "orders"));

  /** A subscriber that waits for the connection is told, and does not wait for ever. */
  @Test
  void failsALoginThatTheLedgerCannotTake() throws Exception {
    RetirementListener withoutMemory =
        new RetirementListener() {
          @Override
          public void opened(Generation generation) {
            throw new OutOfMemoryError("of the test");
          }
        };
    try (Ledger ledger = new Ledger(LeaseClock.system(), withoutMemory, Set.of())) {
      CompletableFuture<LoginGrant> admission =
          new ReactiveLogin(bound(), "r2dbc:test", DATABASE, ledger).grant();
      CompletableFuture<LoginGrant> told =
          R2dbcDriver.told(admission, new Object(), UnaryOperator.identity());
      assertThatThrownBy(() -> told.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("a fault in Leasehold itself, java.lang.OutOfMemoryError");
    }
  }

  /**
   * Reactor cancels the login that it waits for where a subscriber of the application's cancels.
   */
  @Test
  void countsNoConnectionOfALoginThatNobodyWaitsFor() throws Exception {
    try (Ledger ledger = new Ledger(LeaseClock.system(), new RetirementListener() {}, Set.of())) {
      CompletableFuture<LoginGrant> grant = new CompletableFuture<>();
      CompletableFuture<LoginGrant> told =
          R2dbcDriver.told(grant, new Object(), UnaryOperator.identity());
      assertThat(told.cancel(true)).isTrue();
      grant.complete(
          new ReactiveLogin(bound(), "r2dbc:test", DATABASE, ledger)
              .grant()
              .get(60, TimeUnit.SECONDS));
      assertThat(ledger.openByGeneration().values()).allMatch(open -> open.intValue() == 0);
    }
  }

  private static BindingContext bound() throws Exception {
    DriverProbe probe = new DriverProbe(new SessionStart(null, null), 16);
    StatementHints hints = new StatementHints("orders", null, line -> {});
    CredentialsProvider one =
        new OneGeneration(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    return new BindingContext("orders", (url, targets, user) -> true, one, probe, hints, null);
  }

  private record OneGeneration(Generation generation) implements CredentialsProvider {

    @Override
    public Generation current(Targets targets) {
      return generation;
    }

    @Override
    public Generation ready(Targets targets) {
      return generation;
    }

    @Override
    public Generation replacing(Generation rejected, Target by, String reason) {
      return generation;
    }

    @Override
    public void accepted(Generation accepted, Target by) {}

    @Override
    public void suspect(Generation suspected, Target at, String reason) {}

    @Override
    public void keep(Targets targets) {}

    @Override
    public void drained(Generation drained) {}
  }
}
