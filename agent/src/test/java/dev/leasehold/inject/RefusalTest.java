// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.inject.reactive.ReactiveLogin;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.retire.Ledger;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that counts refusals is told of each refusal once, with any reason. */
@Timeout(60)
class RefusalTest {

  private static final String URL = "jdbc:postgresql:orders";
  private static final Targets DATABASE = Targets.of(Target.of("db.example", 5432, "orders"));
  private static final Targets DETOUR = DATABASE.withDetours(Map.of("socketFactory", "x.F"));
  private static final Target ELSEWHERE = Target.of("evil.example", 5432, null);

  private final SettableClock clock = new SettableClock();
  private final Recorder recorder = new Recorder();
  private final Ledger ledger = new Ledger(clock, recorder, Set.of());
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final RotationPolicy policy =
      new RotationPolicy(Duration.ofSeconds(1), 0.6, null, Duration.ofMillis(20), Jitter.of("t"));
  private final DriverProbe probe = new DriverProbe(new SessionStart(null, null), 16);
  private final RoleSource source = new RoleSource(Roles.ofNobody(), Deployment.LONG, clock);
  private final CredentialRotator life =
      new CredentialRotator("orders", policy, source, probe, recorder, clock);

  @AfterEach
  void end() {
    life.close(Duration.ofSeconds(5));
    ledger.close();
  }

  @Test
  void isToldWhereNobodyKnowsWhetherABindingIsMeant() {
    ConnectionMatcher uncertain =
        (url, targets, user) -> {
          throw new UncertainTargetException("stock", "binding stock: may lead elsewhere");
        };
    InjectingHooks injection =
        injection(bound("orders", uncertain, null), bound("stock", uncertain, null));
    assertThatThrownBy(() -> injection.connecting("connect", null, DATABASE, null))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> injection.begin(URL, DATABASE, null)).isInstanceOf(SQLException.class);
    assertThat(told)
        .containsExactly(
            "stock at db.example:5432/orders: binding stock: may lead elsewhere",
            "stock at db.example:5432/orders: binding stock: may lead elsewhere");
  }

  @Test
  void isToldWhereABindingWithoutUrlIsLedAsideToo() {
    BindingContext bound = bound("orders", (url, targets, user) -> true, self());
    assertThatThrownBy(() -> injection(bound).connecting("connect", null, DETOUR, null))
        .hasMessageContaining("socketFactory may lead");
    assertThat(told).singleElement().asString().startsWith("orders at db.example:5432/orders: bin");
  }

  @Test
  void isToldOfAReactiveLogin() {
    BindingContext bound = bound("orders", (url, targets, user) -> true, self());
    ReactiveLogin login = new ReactiveLogin(bound, URL, DETOUR, ledger);
    assertThatThrownBy(() -> login.grant().get()).hasCauseInstanceOf(SQLException.class);
    assertThat(told)
        .singleElement()
        .asString()
        .contains(": binding orders: socketFactory may lead");
  }

  @Test
  void isToldOfADriverThatCannotBeWoven() {
    UnwovenDrivers unwoven = new UnwovenDrivers();
    unwoven.add(RefusalTest.class);
    InjectingHooks injection =
        injection(bound("orders", RefusalTest::no, null), bound("stock", RefusalTest::no, null));
    injection.refuse(unwoven);
    assertThatThrownBy(() -> injection.reaching(UnwovenDrivers.LOGIN_POINT, "com.example.Driver"))
        .hasMessageContaining("com.example.Driver was loaded before the agent");
    assertThat(told)
        .hasSize(2)
        .allMatch(line -> line.contains(" at (not known): com.example.Driver was loaded"));
  }

  @Test
  void isToldOfAServerThatADriverWasLedTo() throws Exception {
    BindingContext bound = bound("orders", (url, targets, user) -> targets.equals(DATABASE), null);
    InjectingHooks injection = injection(bound);
    life.start();
    recorder.await("published", 1);
    ConnectAttempt attempt =
        Objects.requireNonNull(injection.connecting("connect", null, DATABASE, null));
    SQLException refusal = null;
    try {
      injection.reaching("login", ELSEWHERE);
    } catch (SQLException elsewhere) {
      refusal = elsewhere;
    }
    assertThat((Throwable) refusal).hasMessageContaining("evil.example");
    assertThat(attempt.ended(null, refusal)).isFalse();
    assertThat(told).singleElement().asString().contains("the driver is about to log in to evil");
    assertThat(source.fetched()).as("no database has rejected the credential").isEqualTo(1);
  }

  @Test
  void isToldOfAFaultOfLeaseholdsOwn() {
    BindingContext bound = bound("orders", (url, targets, user) -> true, null);
    life.start();
    recorder.await("published", 1);
    assertThatThrownBy(() -> injection(bound).connecting("broken", null, DATABASE, null))
        .isInstanceOf(SQLException.class);
    assertThat(told).singleElement().asString().contains("a fault in Leasehold itself");
  }

  @Test
  void isNotToldOfAConnectionOfNoBinding() throws Exception {
    InjectingHooks injection = injection(bound("orders", RefusalTest::no, null));
    assertThat(injection.connecting("connect", null, DATABASE, null)).isNull();
    assertThat(injection.begin(URL, DATABASE, null)).isNull();
    assertThat(told).isEmpty();
  }

  private static boolean no(String url, Targets targets, @Nullable String user) {
    return false;
  }

  private SelfBinding self() {
    return UntoldSelfBinding.of(Duration.ofSeconds(1), clock);
  }

  private BindingContext bound(String name, ConnectionMatcher match, @Nullable SelfBinding self) {
    StatementHints hints = new StatementHints(name, null, said -> {});
    BindingContext bound = new BindingContext(name, match, life, probe, hints, self);
    bound.listener(
        new ConnectListener() {
          @Override
          public void refused(String binding, Targets targets, String why) {
            told.add(binding + " at " + targets + ": " + why);
          }
        });
    return bound;
  }

  private InjectingHooks injection(BindingContext... bindings) {
    return new InjectingHooks(
        Map.of(
            "connect", (target, first, second) -> new Request((Targets) first, false),
            "broken", (target, first, second) -> new Request((Targets) first, true)),
        Map.of("login", server -> (Target) server),
        Drivers.reactive(),
        Map.of(),
        List.of(bindings),
        ledger);
  }

  private static final class Request implements ConnectionRequest {

    private final Targets targets;
    private final boolean broken;

    private Request(@Nullable Object targets, boolean broken) {
      this.targets = (Targets) Objects.requireNonNull(targets);
      this.broken = broken;
    }

    @Override
    public DriverDialect dialect() {
      return new PostgresDialect();
    }

    @Override
    public String url() {
      return URL;
    }

    @Override
    public Targets targets() {
      return targets;
    }

    @Override
    public @Nullable String user() {
      return null;
    }

    @Override
    public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint)
        throws NoCredentialException {
      if (broken) {
        throw new IllegalStateException("the test says so");
      }
      return new ReplacedArguments(credential, null);
    }

    @Override
    public ConnectRecipe recipe() {
      return (credential, target) -> {
        throw new SQLException("nobody is there", "08001");
      };
    }
  }
}
