// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.retire.Ledger;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random histories of connects, rotations, suspicions and probes, under a driver that goes to any
 * server. It also goes to servers that it was not asked for. It asks at its login point first, as a
 * real driver does. A credential arrives at the servers of its binding alone.
 */
@Timeout(120)
class CredentialDestinationsTest {

  private static final int HISTORIES = 8;
  private static final int STEPS = 400;
  private static final List<Target> INSIDE = List.of(server("a"), server("b"), server("c"));
  private static final List<Target> OUTSIDE = List.of(server("x"), server("y"));
  private static final List<Target> ALL = new ArrayList<>(INSIDE);

  static {
    ALL.addAll(OUTSIDE);
  }

  /** The events that must have happened for a history to show anything. */
  private enum Seen {
    ARRIVED_WITH_A_CONNECT,
    ARRIVED_WITH_A_PROBE,
    REFUSED_AT_THE_LOGIN_POINT,
    LEFT_AS_CONFIGURED,
    ROTATED
  }

  private final Set<Seen> seen = Collections.synchronizedSet(EnumSet.noneOf(Seen.class));
  private final List<String> offences = Collections.synchronizedList(new ArrayList<>());

  @Test
  void areTheServersOfTheBindingWhateverTheDriverDoes() throws Exception {
    for (int seed = 0; seed < HISTORIES; seed++) {
      try (History history = new History(seed, null)) {
        history.live();
      }
      assertThat(offences).as("seed %d", seed).isEmpty();
    }
    assertThat(seen).containsExactlyInAnyOrder(Seen.values());
  }

  /** Until a server has accepted the credential it is offered to one connection's at a time. */
  @Test
  void areTheServersThatTheBindingHasFoundFromThenOn() throws Exception {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Found found = new Found();
      SettableClock clock = new SettableClock();
      Duration patience = Duration.ofMillis(20);
      SelfBinding self = new SelfBinding("orders", "leasehold.url", patience, clock, found);
      try (History history = new History(seed, self)) {
        for (int i = 0; i < 100 && found.servers == null; i++) {
          history.connect(Targets.of(INSIDE));
        }
        assertThat(found.servers).isNotNull();
        history.live();
      }
      assertThat(offences).as("seed %d", seed).isEmpty();
    }
    assertThat(seen).containsExactlyInAnyOrder(Seen.values());
  }

  private static Target server(String host) {
    return Target.of(host, 5432, "orders");
  }

  /** One binding, and a driver that makes connections to nothing. */
  private final class History implements AutoCloseable, ConnectMethod {

    private final Random random;
    private final SettableClock clock = new SettableClock();
    private final Recorder recorder = new Recorder();
    private final Ledger ledger = new Ledger(clock, recorder, Set.of());
    private final CredentialRotator life;
    private final InjectingHooks injection;

    History(int seed, @Nullable SelfBinding self) {
      random = new Random(seed);
      SessionStart start = new SessionStart(null, null);
      DriverProbe probe = new DriverProbe(start, 1 + random.nextInt(4));
      RotationPolicy policy =
          new RotationPolicy(
              Duration.ofSeconds(1), 0.6, null, Duration.ofMillis(20), Jitter.of("test"));
      RoleSource source = new RoleSource(Roles.ofNobody(), Deployment.LONG, clock);
      life = new CredentialRotator("orders", policy, source, probe, recorder, clock);
      ConnectionMatcher match =
          (url, targets, user) -> self != null || INSIDE.containsAll(targets.each());
      StatementHints hints = new StatementHints("orders", null, said -> {});
      BindingContext bound = new BindingContext("orders", match, life, probe, hints, self);
      injection =
          new InjectingHooks(
              Map.of("connect", this),
              Map.of("login", server -> (Target) server),
              Map.of(),
              Map.of(),
              List.of(bound),
              ledger);
      ledger.bind("orders", life);
      life.start();
      recorder.await("published", 1);
    }

    void live() throws Exception {
      for (int i = 0; i < STEPS; i++) {
        int dice = random.nextInt(20);
        if (dice == 0) {
          life.rotate("drawn");
          seen.add(Seen.ROTATED);
        } else if (dice == 1) {
          life.suspect(life.current(), any(ALL), "drawn");
        } else if (dice == 2) {
          clock.advance(Duration.ofSeconds(3));
        } else {
          connect(Targets.of(drawn()));
        }
      }
    }

    private List<Target> drawn() {
      List<Target> shuffled = new ArrayList<>(random.nextInt(3) > 0 ? INSIDE : ALL);
      Collections.shuffle(shuffled, random);
      return shuffled.subList(0, 1 + random.nextInt(shuffled.size()));
    }

    private Target any(List<Target> servers) {
      return servers.get(random.nextInt(servers.size()));
    }

    /** The work of woven code around a driver's connect. */
    void connect(Targets targets) throws Exception {
      ConnectAttempt attempt;
      try {
        attempt = injection.connecting("connect", null, targets, null);
      } catch (SQLException refused) {
        return;
      }
      if (attempt == null) {
        seen.add(Seen.LEFT_AS_CONFIGURED);
        return;
      }
      boolean again = true;
      while (again) {
        Credential credential = (Credential) attempt.first();
        try {
          Connection connection = logIn(credential, targets.each(), Seen.ARRIVED_WITH_A_CONNECT);
          again = attempt.ended(connection, null);
        } catch (SQLException failed) {
          again = attempt.ended(null, failed);
        }
      }
    }

    /** Tries servers in turns: the servers that were asked for, and now and then any other. */
    private Connection logIn(@Nullable Credential credential, List<Target> servers, Seen arrival)
        throws SQLException {
      SQLException last = new SQLException("no server", "08001");
      for (Target asked : servers) {
        Target server = random.nextInt(5) == 0 ? any(ALL) : asked;
        try {
          injection.reaching("login", server);
        } catch (SQLException refused) {
          seen.add(Seen.REFUSED_AT_THE_LOGIN_POINT);
          last = refused;
          continue;
        } catch (Exception fault) {
          throw new AssertionError("a login point refuses with an SQLException here", fault);
        }
        seen.add(arrival);
        if (OUTSIDE.contains(server)) {
          offences.add(arrival + " of " + credential + " at " + server + ", asked for " + servers);
        }
        int dice = random.nextInt(12);
        if (dice > 1) {
          injection.answered("login", server, null);
          return connection();
        }
        last = dice == 0 ? new SQLException("no such role", "28P01") : last;
        injection.answered("login", server, last);
      }
      throw last;
    }

    @Override
    public ConnectionRequest request(
        @Nullable Object target, @Nullable Object first, @Nullable Object second) {
      return new Request((Targets) first);
    }

    @Override
    public void close() {
      life.close(Duration.ofSeconds(5));
      ledger.close();
    }

    private final class Request implements ConnectionRequest {

      private final Targets targets;

      private Request(@Nullable Targets targets) {
        this.targets = Objects.requireNonNull(targets);
      }

      @Override
      public DriverDialect dialect() {
        return new PostgresDialect();
      }

      @Override
      public String url() {
        return "jdbc:postgresql:orders";
      }

      @Override
      public Targets targets() {
        return targets;
      }

      @Override
      public String user() {
        return "app_static";
      }

      @Override
      public ReplacedArguments with(Credential credential, SessionStart start, String name) {
        return new ReplacedArguments(credential, null);
      }

      @Override
      public ConnectRecipe recipe() {
        return (credential, target) ->
            logIn(credential, List.of(target), Seen.ARRIVED_WITH_A_PROBE);
      }
    }
  }

  /** Returns a connection that is closed by the time anybody looks. */
  private static Connection connection() {
    return (Connection)
        Proxy.newProxyInstance(
            CredentialDestinationsTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "toString" -> "a connection to nothing";
                  case "isClosed" -> true;
                  default -> null;
                });
  }

  /** Which servers a binding has found. */
  private static final class Found implements SelfBindingListener {

    private volatile @Nullable Targets servers;

    @Override
    public void bound(String binding, String setting, String url, Targets bound) {
      servers = bound;
    }

    @Override
    public void leftAlone(
        String binding, String setting, String url, Targets bound, Targets elsewhere) {}
  }
}
