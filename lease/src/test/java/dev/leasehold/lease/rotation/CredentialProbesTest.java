// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Lease;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which targets are asked where more are known than a setting has tried at once. */
@Timeout(120)
class CredentialProbesTest {

  private static final Target RECENT = Target.of("recent", 5432, "orders");
  private static final Target BEFORE = Target.of("before", 5432, "orders");
  private static final Target LONG_AGO = Target.of("longago", 5432, "orders");

  private final VirtualClock clock = new VirtualClock();
  private final Timeline timeline = new Timeline(clock, new Random(1));
  private final Servers servers = new Servers();
  private final Orders orders = new Orders();
  private final Rotation rotation =
      new Rotation(
          "orders",
          new RotationPolicy(
              Duration.ofSeconds(5), 0.66, null, Duration.ofSeconds(30), Jitter.of("pod")),
          clock,
          orders);
  private final CredentialProbes probes =
      new CredentialProbes(servers, timeline, rotation, Duration.ofSeconds(1));
  private int fetched;

  @Test
  void triesANewCredentialOnAsManyAsTheSettingSays() {
    serve();
    servers.most = 2;
    rotation.rotate("asked");
    timeline.pass(Duration.ofSeconds(5));
    assertThat(servers.asked).containsExactlyInAnyOrder(RECENT, BEFORE);
    assertThat(orders.current().number()).isEqualTo(2);
  }

  @Test
  void asksTheTargetOfASuspicionFirstThoughItIsNoneOfThoseThatAnsweredLast() {
    LeasedGeneration first = serve();
    servers.rejecting.add(LONG_AGO);
    rotation.suspect(first, LONG_AGO, "SQLState 42501");
    timeline.pass(Duration.ofSeconds(5));
    assertThat(servers.asked.get(0)).isEqualTo(LONG_AGO);
    assertThat(servers.asked).contains(RECENT).doesNotContain(BEFORE);
    assertThat(Objects.requireNonNull(orders.lateTargets.to(LONG_AGO)).lacking()).isSameAs(first);
    assertThat(orders.lateTargets.to(RECENT)).isNull();
    assertThat(fetched).as("another target takes the credential").isEqualTo(1);
  }

  /** The target that rejects has answered last, and alone would be asked. */
  @Test
  void asksAnotherTargetThanTheOneThatHasJustRejected() {
    LeasedGeneration first = serve();
    timeline.pass(Suspicions.PAUSE); // Until no login shows that the role is there.
    rotation.rejected(first, RECENT, "28P01");
    timeline.pass(Duration.ofSeconds(5));
    assertThat(servers.asked).containsExactly(BEFORE);
    assertThat(fetched).as("the other one takes it").isEqualTo(1);
  }

  /** The role is dropped when a look has just found it well, and nothing fails after that. */
  @Test
  void findsARoleThatIsGoneByOneFailureThoughThatComesSoonAfterALook() {
    LeasedGeneration first = serve();
    servers.most = 16;
    rotation.suspect(first, RECENT, "SQLState 57P01");
    timeline.pass(Duration.ofSeconds(1));
    assertThat(servers.asked).containsExactly(RECENT);
    servers.dropped.add(first.credential());
    rotation.suspect(first, RECENT, "SQLState 42501");
    awaitLook(Suspicions.PAUSE);
    assertThat(fetched).as("replaced").isEqualTo(2);
    assertThat(orders.current().number()).isEqualTo(2);
  }

  @Test
  void findsARoleThatIsGoneByOneFailureThoughNoTargetAnsweredTheFirstLook() {
    LeasedGeneration first = serve();
    servers.most = 16;
    servers.dropped.add(first.credential());
    servers.down.addAll(servers.targets());
    rotation.suspect(first, RECENT, "SQLState 42501");
    timeline.pass(Duration.ofSeconds(5));
    assertThat(servers.asked).containsExactlyInAnyOrder(RECENT, BEFORE, LONG_AGO);
    servers.down.clear();
    awaitLook(Suspicions.PAUSE.multipliedBy(2));
    assertThat(fetched).as("replaced").isEqualTo(2);
    assertThat(orders.current().number()).isEqualTo(2);
  }

  /** As late replicas take a role that was dropped on the primary, which is full just then. */
  @Test
  void asksTheTargetOfAFailureAgainThatDidNotAnswerThoughOthersTookTheCredential() {
    LeasedGeneration first = serve();
    servers.most = 16;
    servers.down.add(RECENT);
    rotation.suspect(first, RECENT, "SQLState 42501");
    timeline.pass(Duration.ofSeconds(5));
    assertThat(servers.asked).containsExactlyInAnyOrder(RECENT, BEFORE, LONG_AGO);
    servers.down.clear();
    servers.asked.clear();
    awaitLook(Suspicions.PAUSE.multipliedBy(2));
    assertThat(servers.asked).containsExactly(RECENT);
    awaitLook(Suspicions.LONGEST_PAUSE);
    assertThat(servers.asked).as("it has answered").containsExactly(RECENT);
  }

  /** The first look ends as its target takes the credential, which says nothing of the others. */
  @Test
  void asksEachTargetWhereSomethingHasFailedThoughOneTakesTheCredential() {
    LeasedGeneration first = serve();
    servers.rejecting.add(LONG_AGO);
    rotation.suspect(first, RECENT, "SQLState 57P01");
    rotation.suspect(first, BEFORE, "SQLState 57P01");
    rotation.suspect(first, LONG_AGO, "SQLState 42501");
    timeline.pass(Duration.ofSeconds(1));
    assertThat(servers.asked).containsExactly(RECENT);
    awaitLook(Suspicions.PAUSE);
    assertThat(servers.asked).contains(BEFORE);
    awaitLook(Suspicions.PAUSE);
    assertThat(servers.asked).contains(LONG_AGO);
    assertThat(Objects.requireNonNull(orders.lateTargets.to(LONG_AGO)).lacking()).isSameAs(first);
  }

  @Test
  void asksNoTargetThatTheBindingIsNotFor() {
    LeasedGeneration first = serve();
    servers.most = 16;
    rotation.suspect(first, RECENT, "SQLState 42501");
    timeline.pass(Duration.ofSeconds(2));
    rotation.rejected(first, LONG_AGO, "28P01"); // To be looked into when the pause is over.
    servers.asked.clear();
    rotation.keep(Targets.of(RECENT));
    rotation.suspect(first, BEFORE, "SQLState 42501");
    awaitLook(Suspicions.PAUSE);
    assertThat(servers.asked).isEmpty();
    rotation.rotate("asked");
    timeline.pass(Duration.ofSeconds(5));
    assertThat(orders.current().number()).isEqualTo(2);
    assertThat(servers.asked).containsExactly(RECENT);
  }

  private void awaitLook(Duration pause) {
    timeline.pass(pause);
    rotation.wake();
    timeline.pass(Duration.ofSeconds(5));
  }

  /**
   * Publishes a first generation that all three targets have taken, and forgets which were asked.
   */
  private LeasedGeneration serve() {
    servers.most = 1;
    rotation.start();
    timeline.pass(Duration.ofSeconds(5));
    LeasedGeneration first = orders.current();
    for (Target target : servers.targets()) {
      rotation.accepted(first, target);
    }
    servers.asked.clear();
    return first;
  }

  /** Each takes every credential whose role is there, or none. */
  private static final class Servers implements CredentialProbe {

    final List<Target> asked = new ArrayList<>();
    final Set<Target> rejecting = new HashSet<>();
    final Set<Credential> dropped = new HashSet<>();
    final Set<Target> down = new HashSet<>();
    int most;

    @Override
    public List<Target> targets() {
      return List.of(RECENT, BEFORE, LONG_AGO);
    }

    @Override
    public int mostTargets() {
      return most;
    }

    @Override
    public Verdict tryOut(Credential credential, Target target) throws SQLException {
      asked.add(target);
      if (down.contains(target)) {
        throw new SQLException("refused", "08001");
      }
      if (rejecting.contains(target) || dropped.contains(credential)) {
        throw new SQLException("no such role", "28P01");
      }
      return Verdict.ACCEPTED;
    }
  }

  /** Fetches at once, and has trials made. */
  private final class Orders extends NotedActions {

    LateTargets lateTargets = LateTargets.NONE;
    private @Nullable LeasedGeneration current;

    LeasedGeneration current() {
      return Objects.requireNonNull(current);
    }

    @Override
    String moment() {
      return "";
    }

    @Override
    public void fetch() {
      fetched++;
      Lease lease = Leases.renewable(Integer.toString(fetched), clock.now(), Duration.ofHours(1));
      timeline.tell(() -> rotation.fetched(lease));
    }

    @Override
    public void validate(Lease lease) {
      probes.validate(lease);
    }

    @Override
    public void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but) {
      probes.check(generation, first, but);
    }

    @Override
    public void probe(LeasedGeneration generation, Target target) {
      probes.probe(generation, target);
    }

    @Override
    public void publish(LeasedGeneration generation, LateTargets others, String reason) {
      current = generation;
      lateTargets = others;
    }

    @Override
    public void route(LateTargets others) {
      lateTargets = others;
    }

    @Override
    public void renew(LeasedGeneration generation) {}

    @Override
    public void retire(LeasedGeneration generation) {}

    @Override
    public void revoke(Lease lease) {}

    @Override
    public void refuse(String cause) {}

    @Override
    public void wakeIn(Duration delay) {}
  }
}
