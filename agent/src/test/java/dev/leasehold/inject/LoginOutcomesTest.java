// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.observe.OneLease;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Several servers that a driver tries for one connect. */
class LoginOutcomesTest {

  private static final Target LIVE = Target.of("live", 5432, "orders");
  private static final Target DEAD = Target.of("dead", 5432, "orders");
  private static final SQLException OWN_WORDS = new SQLException("come back later", "XX000");
  private static final SQLException NO_ROUTE = new SQLException("no route", "08001");

  private final Generation generation;
  private final Suspected suspected = new Suspected();
  private final DriverProbe probe = new DriverProbe(new SessionStart(null, null), 16);
  private final BindingContext bound =
      new BindingContext(
          "orders",
          (url, targets, user) -> true,
          suspected,
          probe,
          new StatementHints("orders", null, said -> {}),
          null);
  private final Request request = new Request();
  private final LoginOutcomes answers = new LoginOutcomes(request, bound);

  LoginOutcomesTest() throws Exception {
    generation = OneLease.generation("orders", "v-orders", Duration.ofSeconds(60));
  }

  @Test
  void haveTheOneLookedIntoThatHasServedThoughTheDriverEndsWithAnother() throws Exception {
    probe.answered(LIVE, probe.connecting(request));
    for (Target server : List.of(DEAD, LIVE, DEAD)) {
      answers.reaching(server);
      answers.answered(server, server.equals(LIVE) ? OWN_WORDS : NO_ROUTE);
    }
    answers.suspectUnreached(generation, NO_ROUTE);
    assertThat(suspected.at).containsExactly(LIVE);
  }

  @Test
  void haveNoneLookedIntoWhereNoneHasServed() throws Exception {
    for (Target server : List.of(LIVE, DEAD)) {
      answers.reaching(server);
      answers.answered(server, NO_ROUTE);
    }
    answers.suspectUnreached(generation, NO_ROUTE);
    assertThat(suspected.at).isEmpty();
  }

  /**
   * As of a driver without a login point, or of a driver that does not tell each server's answer.
   */
  @Test
  void haveAllOfThemLookedIntoTogetherWhereTheyHaveServedAsOne() throws Exception {
    Target whole = request.targets().whole();
    probe.answered(whole, probe.connecting(request));
    answers.suspectUnreached(generation, NO_ROUTE);
    for (Target server : List.of(LIVE, DEAD)) {
      answers.reaching(server);
    }
    answers.suspectUnreached(generation, NO_ROUTE);
    assertThat(suspected.at).containsExactly(whole, whole);
  }

  /** The driver may try for minutes. */
  @Test
  void countOneRejectionByServersThatCountAsOneAndNoneOnceAnotherHasLetTheUserIn() {
    SQLException rejection = new SQLException("no such role", "28P01");
    answers.failedAtOne(NO_ROUTE);
    assertThat(answers.rejection(generation, NO_ROUTE)).isNull();
    for (int host = 0; host < 3; host++) {
      answers.failedAtOne(rejection);
    }
    LoginOutcomes.Rejection heard = Objects.requireNonNull(answers.rejection(generation, NO_ROUTE));
    assertThat(heard.by()).isEqualTo(request.targets().whole());
    assertThat((Throwable) heard.failure()).isSameAs(rejection);
    assertThat(answers.rejections()).isEmpty();
  }

  private static final class Request implements ConnectionRequest {

    @Override
    public DriverDialect dialect() {
      return new PostgresDialect();
    }

    @Override
    public String url() {
      return "jdbc:postgresql://dead,live,dead/orders";
    }

    @Override
    public Targets targets() {
      return Targets.of(DEAD, LIVE, DEAD);
    }

    @Override
    public String user() {
      return "app_static";
    }

    @Override
    public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ConnectRecipe recipe() {
      return (credential, target) -> null;
    }
  }

  /** Notes where a look was asked for. */
  private static final class Suspected implements CredentialsProvider {

    final List<Target> at = new ArrayList<>();

    @Override
    public void suspect(Generation generation, Target target, String reason) {
      at.add(target);
    }

    @Override
    public Generation current(Targets targets) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Generation ready(Targets targets) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Generation replacing(Generation rejected, Target by, String reason) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void accepted(Generation generation, Target by) {}

    @Override
    public void keep(Targets targets) {}

    @Override
    public void drained(Generation generation) {}
  }
}
