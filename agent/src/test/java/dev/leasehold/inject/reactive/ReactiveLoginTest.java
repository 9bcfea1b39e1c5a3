// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.BindingContext;
import dev.leasehold.inject.ConnectListener;
import dev.leasehold.inject.DriverProbe;
import dev.leasehold.inject.StatementHints;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.RetirementListener;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins that wait together for one credential. */
@Timeout(60)
class ReactiveLoginTest {

  private static final Targets DATABASE = Targets.of(Target.of("db.example", 5432, "orders"));

  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void areToldOfOneByOneWhenAllAreRefused() throws Exception {
    Exhausted credentials = new Exhausted();
    BindingContext bound = bound(credentials);
    List<CompletableFuture<LoginGrant>> logins = new ArrayList<>();
    try (Ledger ledger = new Ledger(LeaseClock.system(), RetirementListener.NONE, Set.of())) {
      for (int i = 0; i < 10; i++) {
        logins.add(new ReactiveLogin(bound, "r2dbc:test", DATABASE, ledger).grant());
      }
      credentials.gate.countDown();
      for (CompletableFuture<LoginGrant> login : logins) {
        assertThatThrownBy(login::get).hasCauseInstanceOf(SQLException.class);
      }
    }
    assertThat(credentials.asked).hasValue(1);
    assertThat(refused).hasValue(10);
  }

  private BindingContext bound(CredentialsProvider credentials) {
    DriverProbe probe = new DriverProbe(new SessionStart(null, null), 16);
    StatementHints hints = new StatementHints("orders", null, line -> {});
    BindingContext bound =
        new BindingContext("orders", (url, targets, user) -> true, credentials, probe, hints, null);
    bound.listener(
        new ConnectListener() {
          @Override
          public void refused(String binding, Targets targets, String why) {
            assertThat(binding + " " + targets + " " + why)
                .isEqualTo("orders " + DATABASE + " no lease");
            refused.incrementAndGet();
          }
        });
    return bound;
  }

  /** Has no credential, and says so when the gate is open. */
  private static final class Exhausted implements CredentialsProvider {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Generation current(Targets targets) throws NoCredentialException, InterruptedException {
      asked.incrementAndGet();
      gate.await();
      throw new NoCredentialException("no lease");
    }

    @Override
    public @Nullable Generation ready(Targets targets) {
      return null;
    }

    @Override
    public Generation replacing(Generation rejected, Target by, String reason)
        throws NoCredentialException {
      throw new NoCredentialException("no lease");
    }

    @Override
    public void accepted(Generation generation, Target by) {}

    @Override
    public void suspect(Generation generation, Target at, String reason) {}

    @Override
    public void keep(Targets targets) {}

    @Override
    public void drained(Generation generation) {}
  }
}
