// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogListenerTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Log log =
      new Log(
          new PrintStream(written, true, StandardCharsets.UTF_8)::println, Log.Level.INFO, "4711");
  private final LogListener listener = new LogListener(log, "connections are refused from now on");

  @Test
  void namesGenerationRoleAndLeaseOfARotation() throws Exception {
    listener.published(generation(), "horizon");

    assertThat(lines())
        .singleElement()
        .asString()
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z 4711 INFO \\[leasehold] orders:"
                + " generation 1 is current: role v-orders, lease 60 s \\(horizon\\)");
  }

  /** Vault tells the maximum by a renewal: a binding's first lease has none to show. */
  @Test
  void namesTheMaximumOnceALeaseOfTheBindingHasComeNearIt() throws Exception {
    listener.published(generation(), "start");
    listener.renewed(generation());
    listener.published(generation(), "SIGHUP");
    listener.renewed(nearItsMaximum(generation(), Duration.ofSeconds(120)));
    listener.published(generation(), "horizon");
    listener.published(OneLease.generation("stock", "v-stock", Duration.ofSeconds(60)), "start");

    assertThat(lines().stream().map(line -> line.replaceAll(".* role ", "")))
        .containsExactly(
            "v-orders, lease 60 s (start)",
            "v-orders, lease 60 s (SIGHUP)",
            "v-orders, lease 60 s of 120 s at most (horizon)",
            "v-stock, lease 60 s (start)");
  }

  @Test
  void neverNamesThePassword() throws Exception {
    log.threshold(Log.Level.DEBUG);
    Generation generation = generation();

    listener.published(generation, "start");
    listener.renewed(generation);
    listener.retired(generation);
    listener.drained(generation, SOON);
    listener.revoked("orders", generation.lease());

    assertThat(lines()).hasSize(5).noneMatch(line -> line.contains(OneLease.PASSWORD));
  }

  @Test
  void tellsAFailureOnceUntilItIsOver() throws Exception {
    listener.failed("orders", "fetch", new Exception("Vault is sealed"), SOON);
    listener.failed("orders", "fetch", new Exception("Vault is sealed"), SOON);
    listener.published(generation(), "start");
    listener.failed("orders", "fetch", new Exception("Vault is sealed"), SOON);

    assertThat(lines()).filteredOn(line -> line.contains(" WARN ")).hasSize(2);
  }

  @Test
  void namesTheRequestAndTellsAFailureOnceThoughEachRequestHasAnotherName() {
    for (String id : List.of("8f3c-1", "8f3c-2")) {
      Exception denied =
          new LeaseException(LeaseException.Kind.DENIED, "Vault answered 403", null, id);
      listener.failed("orders", "fetch", denied, SOON);
    }
    LeaseException cause =
        new LeaseException(LeaseException.Kind.UNAVAILABLE, "no token", null, "8f3c-3");
    Exception wrapped = new LeaseException(LeaseException.Kind.UNAVAILABLE, "kept", cause);
    listener.failed("orders", "fetch", wrapped, SOON);

    assertThat(lines())
        .filteredOn(line -> line.contains(" WARN "))
        .satisfiesExactly(
            first -> assertThat(first).endsWith("Vault answered 403 [correlation id 8f3c-1]"),
            last -> assertThat(last).endsWith("kept [correlation id 8f3c-3]"));
  }

  @Test
  void tellsAnotherFailureOfTheSameOperation() {
    listener.failed("orders", "fetch", new Exception("Vault is sealed"), SOON);
    listener.failed("orders", "fetch", new Exception("Vault answered 403"), SOON);

    assertThat(lines()).hasSize(2);
  }

  @Test
  void tellsARefusalOnce() {
    listener.refusing("orders", "the lease has ended");
    listener.refusing("orders", "the lease has ended");

    assertThat(lines()).singleElement().asString().contains(" ERROR ").contains("orders");
  }

  @Test
  void tellsTheNextRefusalOnceATargetHasTakenTheCredentialMeanwhile() throws Exception {
    listener.refusing("orders", "the database rejected generation 1");
    listener.caughtUp(generation(), Target.of("replica", 5432, "orders"));
    listener.refusing("orders", "the database rejected generation 1");

    assertThat(lines()).filteredOn(line -> line.contains(" ERROR ")).hasSize(2);
  }

  @Test
  void tellsOnceWhatALateTargetGetsHoweverOftenItIsOfferedTheNewRole() throws Exception {
    Generation next = generation();
    Generation earlier = generation();
    Target replica = Target.of("replica", 5432, "orders");
    listener.lagging(next, replica, earlier, "no such role");
    listener.lagging(next, replica, earlier, "no such role");
    assertThat(lines())
        .singleElement()
        .asString()
        .contains(" WARN ")
        .contains("replica:5432/orders does not take it yet (no such role); its connections get")
        .endsWith("generation " + earlier.number() + " until it does");
    listener.lagging(next, replica, null, "no such role");
    assertThat(lines()).last().asString().contains("and another server does (no such role); its");
    listener.refusing(next, replica, "no such role");
    listener.lagging(next, replica, null, "no such role");
    listener.caughtUp(next, replica);
    listener.lagging(next, replica, null, "no such role");
    assertThat(lines()).filteredOn(line -> line.contains(" WARN ")).hasSize(4);
  }

  @Test
  void keepsAMessageOnItsLine() {
    listener.failed("orders", "fetch", new Exception("first\nsecond\r\nthird"), SOON);

    assertThat(lines()).hasSize(1);
  }

  @Test
  void namesTheRoleThatIsNotRenewedAndUntilWhenItLives() throws Exception {
    Generation generation = generation();
    listener.published(generation, "start");
    listener.failed("orders", "renew", new Exception("Vault is sealed"), SOON);

    assertThat(lines())
        .last()
        .asString()
        .contains(" WARN ")
        .contains(
            "role v-orders lives until "
                + HumanDuration.endOf(generation.lease())
                + " unless it is renewed: Vault is sealed");
  }

  @Test
  void namesEachRoleThatIsNotRevokedOnceAndUntilWhenItLives() throws Exception {
    Exception sealed = new Exception("Vault is sealed");
    Lease first = OneLease.generation("orders", "v-1", Duration.ofMinutes(10)).lease();
    Lease second = OneLease.generation("orders", "v-2", Duration.ofMinutes(10)).lease();
    for (int attempt = 0; attempt < 2; attempt++) {
      listener.revokeFailed("orders", first, sealed, SOON);
      listener.revokeFailed("orders", second, sealed, SOON);
    }
    listener.lapsed("orders", second);

    String end = " unless it is revoked: Vault is sealed";
    assertThat(lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains(
                        " WARN ", "orders: revoke failed, next try in 1000 ms; role v-1 lives")
                    .endsWith(" lives until " + HumanDuration.endOf(first) + end),
            line -> assertThat(line).contains(" WARN ", "; role v-2 lives until ").endsWith(end),
            line -> assertThat(line).contains(" INFO ", "role v-2 was not revoked"));
  }

  @Test
  void saysThatTheApplicationForbidsTheNetwork() throws Exception {
    listener.published(generation(), "start");
    Exception forbidden =
        new Exception("a fault", new SecurityException("outbound_network is not entitled"));
    listener.failed("orders", "renew", forbidden, SOON);

    assertThat(lines())
        .last()
        .asString()
        .contains("role v-orders lives until ")
        .contains("The application forbids the agent to use the network")
        .contains("java.lang.SecurityException");
  }

  @Test
  void namesTheRolesThatLiveOnWhereAnObstacleIsTheApplications() throws Exception {
    Generation generation = generation();
    listener.published(generation, "start");
    assertThat(listener.obstructed(new Exception("Vault is away"))).isFalse();
    assertThat(lines()).hasSize(1);

    Exception forbidden = new Exception(new SecurityException("outbound_network is not entitled"));
    assertThat(listener.obstructed(forbidden)).isTrue();
    assertThat(lines())
        .hasSize(2)
        .last()
        .asString()
        .contains(
            " WARN [leasehold] orders: role v-orders lives until "
                + HumanDuration.endOf(generation.lease())
                + " unless it is renewed. The application forbids the agent to use the network");
  }

  private static Generation nearItsMaximum(Generation generation, Duration maximum) {
    return (Generation)
        Proxy.newProxyInstance(
            Generation.class.getClassLoader(),
            new Class<?>[] {Generation.class},
            (self, method, arguments) ->
                method.getName().equals("maximum")
                    ? maximum
                    : method.invoke(generation, arguments));
  }

  private static Generation generation() throws Exception {
    return OneLease.generation("orders", "v-orders", Duration.ofSeconds(60));
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
