// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Single turns of the rotation, answered by hand; {@link RotationHistoriesTest} takes them all. */
class RotationTest {

  private static final String NEAR =
      "the lease is near its maximum TTL: it was renewed for 30 s, and ends 70 s after its first"
          + " grant";

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedActions actions = new ScriptedActions();

  @Test
  void keepsTheCurrentLeaseAliveForAsLongAsItsReplacementFails() {
    Rotation rotation = serving(Duration.ofSeconds(20), lease("first", MINUTE));
    pass(rotation, Duration.ofSeconds(20));
    assertThat(actions.take()).containsExactly("fetch");
    for (int second = 0; second < 300; second++) {
      answer(rotation);
      pass(rotation, Duration.ofSeconds(1));
    }
    assertThat(actions.actions).contains("renewed 1").noneMatch(line -> line.contains("refuse"));
    assertThat(actions.current().usableFor(clock.now())).isPositive();
  }

  /** Fails each replacement of the lease, and renews it. */
  private void answer(Rotation rotation) {
    switch (rotation.phase()) {
      case FETCHING -> rotation.fetched(lease("useless", MINUTE));
      case VALIDATING -> rotation.validationFailed(new SQLException("no such role", "42501"), true);
      case RENEWING -> {
        LeasedGeneration current = actions.current();
        rotation.renewed(current, current.lease().renewed(clock.now(), MINUTE, true));
      }
      default -> {}
    }
  }

  @Test
  void triesAKeptLeaseAgainAfterTheCurrentOneWasRenewed() {
    Rotation rotation = serving(Duration.ofSeconds(35), lease("first", MINUTE));
    pass(rotation, Duration.ofSeconds(36));
    rotation.fetched(lease("second", MINUTE));
    rotation.validationFailed(new SQLException("away", "08001"), false);
    actions.take();
    pass(rotation, Duration.ofSeconds(2));
    assertThat(actions.take()).containsExactly("renew 1");
    LeasedGeneration current = actions.current();
    rotation.renewed(current, current.lease().renewed(clock.now(), MINUTE, true));
    assertThat(actions.take()).containsExactly("renewed 1", "validate v-second");
    rotation.validated();
    assertThat(actions.take()).containsExactly("publish 2", "retire 1");
  }

  @Test
  void hurriesAGenerationThatIsLostAndNoneThatCannotBeRenewed() {
    assertThat(unrenewed(LeaseException.Kind.GONE).isExpedited()).isTrue();
    assertThat(unrenewed(LeaseException.Kind.DENIED).isExpedited()).isFalse();
    assertThat(unrenewed(LeaseException.Kind.UNAVAILABLE).isExpedited()).isFalse();
  }

  @Test
  void hurriesWhatDrainsWhenTheNextRotationWaitsForItsPlace() {
    Rotation rotation = serving(null, lease("first", HOUR));
    LeasedGeneration first = actions.current();
    replaceBy(rotation, "second");
    assertThat(first.isExpedited()).isFalse();
    rotation.rotate("asked for again");
    assertThat(first.isExpedited()).isTrue();
    assertThat(first.mayBeGone()).as("its role lives on").isFalse();
    assertThat(actions.take()).isEmpty();
    rotation.drained(first);
    assertThat(actions.take()).contains("fetch");
  }

  @Test
  void hurriesARetiredGenerationThatALiveConnectionSaysIsGone() {
    Rotation rotation = serving(null, lease("first", HOUR));
    LeasedGeneration first = actions.current();
    replaceBy(rotation, "second");
    rotation.suspect(first, Databases.ONE, "42501");
    assertThat(first.isExpedited()).isTrue();
    assertThat(first.mayBeGone()).isTrue();
    assertThat(actions.current().isExpedited()).isFalse();
    assertThat(actions.take()).as("the current one is not suspected").isEmpty();
  }

  private void replaceBy(Rotation rotation, String id) {
    rotation.rotate("asked for");
    rotation.fetched(lease(id, HOUR));
    rotation.validated();
    actions.take();
  }

  private LeasedGeneration unrenewed(LeaseException.Kind why) {
    Rotation rotation = serving(null, lease("first", MINUTE));
    LeasedGeneration generation = actions.current();
    pass(rotation, Duration.ofSeconds(45));
    assertThat(actions.take()).containsExactly("renew 1");
    rotation.renewFailed(new LeaseException(why, "in a test"));
    actions.take();
    return generation;
  }

  @Test
  void renewsBeforeTheMarginLeavesNothingToUse() {
    Duration margin = Duration.ofSeconds(50);
    Rotation rotation = rotation(margin, null);
    rotation.start();
    rotation.fetched(lease("first", MINUTE));
    rotation.validated();
    actions.take();
    pass(rotation, Duration.ofSeconds(7));
    assertThat(actions.take()).containsExactly("renew 1");
  }

  @Test
  void asksForAStaticRolesPasswordOnceVaultHasChangedItAndNotBefore() {
    Rotation rotation = serving(null, changing("static#1", "one", HOUR));
    pass(rotation, HOUR.minusSeconds(1));
    assertThat(actions.take()).isEmpty();
    pass(rotation, Duration.ofSeconds(6));
    assertThat(actions.take()).containsExactly("renew 1");
    rotation.renewed(actions.current(), changing("static#1", "one", Duration.ofSeconds(1)));
    assertThat(actions.take()).as("Vault is late").containsExactly("renewed 1");
    pass(rotation, Duration.ofSeconds(2));
    assertThat(actions.take()).containsExactly("renew 1");
    rotation.renewed(actions.current(), changing("static#2", "two", HOUR));
    assertThat(actions.take()).containsExactly("validate fixed");
    rotation.validated();
    assertThat(actions.take()).containsExactly("publish 2", "retire 1");
    assertThat(actions.current().credential().password().reveal()).isEqualTo("two");
  }

  @Test
  void takesTheOtherCredentialThatARenewalBringsForWhatWasAskedForMeanwhile() {
    Rotation rotation = serving(null, changing("static#1", "one", HOUR));
    pass(rotation, HOUR.plusSeconds(6));
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    rotation.renewed(actions.current(), changing("static#2", "two", HOUR));
    rotation.validated();
    assertThat(actions.take()).endsWith("publish 2", "retire 1");
    pass(rotation, HOUR.plusSeconds(6));
    rotation.renewed(actions.current(), changing("static#2", "two", HOUR));
    assertThat(actions.take()).containsExactly("renew 2", "renewed 2");
  }

  @Test
  void readsAStaticRoleAgainRatherThanTryingTheSamePasswordTwice() {
    Rotation rotation = serving(null, changing("static#1", "one", HOUR));
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    rotation.fetched(changing("static#1", "one", HOUR));
    rotation.validationFailed(new SQLException("wrong", "28P01"), true);
    actions.take();
    pass(rotation, Duration.ofSeconds(1));
    assertThat(actions.take()).containsExactly("fetch");
  }

  @Test
  void letsConnectsWaitForACredentialThatMayStillBeTaken() {
    Rotation rotation = serving(null, lease("first", MINUTE));
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    Lease second = lease("second", MINUTE);
    rotation.fetched(second);
    for (int proof = 1; proof <= 4; proof++) {
      assertThat(actions.take()).as("proof %s", proof).noneMatch(line -> line.contains("refuse"));
      reject(rotation, second, "not on the replica yet");
      pass(rotation, Duration.ofSeconds(2));
    }
    assertThat(actions.take())
        .as("kept, as a replica may be half a minute late")
        .contains("refuse: probe failed: not on the replica yet", "validate v-second")
        .doesNotContain("fetch");
    clock.advance(Duration.ofSeconds(22));
    reject(rotation, second, "not on the replica yet");
    assertThat(actions.take()).containsExactly("revoke second", "probe failed");
    pass(rotation, Duration.ofSeconds(10));
    assertThat(actions.take()).containsExactly("fetch");
  }

  @Test
  void takesALeaseThatAClockSetForwardEndedForNoFaultOfTheMargin() {
    Rotation rotation = serving(null, lease("first", MINUTE));
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    Lease second = lease("second", MINUTE);
    clock.jump(Duration.ofSeconds(90));
    rotation.fetched(second);
    assertThat(actions.take()).contains("revoke second", "fetch failed");
    pass(rotation, Duration.ofSeconds(2));
    assertThat(actions.take()).endsWith("fetch");
    rotation.fetched(lease("third", MINUTE));
    clock.jump(Duration.ofSeconds(90));
    rotation.validated();
    assertThat(actions.take())
        .containsExactly("validate v-third", "revoke third", "probe failed")
        .as("connects wait for the next one")
        .noneMatch(line -> line.contains("refuse"));
    assertThat(actions.failures)
        .hasSize(2)
        .allMatch(said -> said.contains("has ended") && !said.contains("margin"));
  }

  @Test
  void refusesConnectsWhereEveryLeaseIsShorterThanTheMargin() {
    Rotation rotation = serving(null, lease("first", MINUTE));
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    actions.take();
    rotation.fetched(lease("second", Duration.ofSeconds(4)));
    String numbers =
        "the lease lasts 4000 ms, which is not longer than leasehold.margin (5000 ms): raise the"
            + " role's TTL or lower the margin";
    assertThat(actions.take())
        .containsExactly("revoke second", "fetch failed", "refuse: fetch failed: " + numbers);
  }

  @Test
  void readsASecretThatNobodyEndsAgainAtTheAgeOfRotateAfterAndKeepsItsConnections() {
    Lease secret = Leases.fixed("kv#1", "one", clock.now(), HOUR);
    Rotation rotation = serving(MINUTE, secret);
    for (int read = 0; read < 3; read++) {
      pass(rotation, MINUTE);
      assertThat(actions.take()).containsExactly("renew 1");
      rotation.renewed(actions.current(), secret.renewed(clock.now(), HOUR, true));
      assertThat(actions.take()).containsExactly("renewed 1");
    }
  }

  @Test
  void saysOnceThatNoCredentialReachesTheAgeOfRotateAfter() {
    Rotation rotation = serving(HOUR, lease("first", MINUTE));
    rotateAtTheMaximum(rotation, 2);
    rotateAtTheMaximum(rotation, 3);
    assertThat(actions.reasons)
        .containsExactly(
            "first credential",
            NEAR
                + "; leasehold.rotate-after (3600 s) never comes to bear, because a lease ends after"
                + " 70 s. Lower it, or raise the max TTL of the role or of the Vault token",
            NEAR);
  }

  @Test
  void fetchesAFewCredentialsAndNoMoreWhenConnectsRejectThemAll() {
    Rotation rotation = serving(null, lease("first", HOUR));
    int fetches = 0;
    for (int second = 0; second < 600; second++) {
      rotation.rejected(actions.current(), Databases.ONE, "28P01"); // At each connect.
      if (rotation.phase() == RotationPhase.FETCHING) {
        fetches++;
        rotation.fetched(lease("lease-" + fetches, HOUR));
        rotation.validated();
      }
      pass(rotation, Duration.ofSeconds(1));
    }
    assertThat(fetches).as("two at once, five in 30 s, and one each 32 s").isBetween(20, 26);
  }

  @Test
  void isNotHeldBackByRejectionsFromBeforeTheDatabaseTookACredential() {
    Rotation rotation = serving(null, lease("first", HOUR));
    for (int rejection = 0; rejection < 6; rejection++) {
      rotation.rejected(actions.current(), Databases.ONE, "28P01");
      assertThat(actions.take()).as("rejection %s", rejection).containsSubsequence("fetch");
      rotation.fetched(lease("lease-" + rejection, HOUR));
      rotation.validated();
      rotation.accepted(actions.current(), Databases.ONE);
    }
  }

  @Test
  void fetchesAFewCredentialsAndNoMoreWhenTheProbeRejectsThemAll() {
    Rotation rotation = serving(null, lease("first", HOUR));
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    int fetches = 0;
    int logins = 0;
    for (int tenth = 0; tenth < 6_000; tenth++) {
      if (rotation.phase() == RotationPhase.FETCHING) {
        rotation.fetched(lease("lease-" + ++fetches, HOUR));
      }
      if (rotation.phase() == RotationPhase.VALIDATING) {
        logins++;
        reject(rotation, lease("lease-" + fetches, HOUR), "wrong");
      }
      pass(rotation, Duration.ofMillis(100));
    }
    assertThat(fetches).as("one for each half a minute and up to 10 s more").isBetween(13, 20);
    assertThat(logins).as("up to 10 s apart").isLessThanOrEqualTo(8 * fetches);
    assertThat(actions.actions)
        .filteredOn(order -> order.startsWith("revoke lease-"))
        .as("given back")
        .hasSizeGreaterThanOrEqualTo(fetches - 1);
  }

  /** As the probe does that has asked the one database. */
  private static void reject(Rotation rotation, Lease tried, String why) {
    rotation.answered(tried.credential(), Databases.ONE, TargetAnswer.REJECTS, why);
    rotation.validationFailed(new SQLException(why, "28P01"), true);
  }

  private void pass(Rotation rotation, Duration time) {
    clock.advance(time);
    rotation.wake();
  }

  @Test
  void fetchesANewLeaseWhenOneThatCannotBeRenewedIsDueAndNeverRenewsIt() {
    Rotation rotation = serving(null, unrenewable("first", MINUTE));
    for (int turn = 2; turn <= 4; turn++) {
      LeasedGeneration before = actions.current();
      pass(rotation, Duration.ofSeconds(30));
      assertThat(actions.take()).as("before renewal would be due").isEmpty();
      pass(rotation, Duration.ofSeconds(8));
      assertThat(actions.take()).containsExactly("fetch");
      rotation.fetched(unrenewable("lease-" + turn, MINUTE));
      rotation.validated();
      rotation.drained(before);
      assertThat(actions.take()).contains("publish " + turn, "retire " + (turn - 1));
    }
    assertThat(actions.reasons).contains("the lease is not renewable");
  }

  @Test
  void renewsNoMoreOnceVaultSaysThatItWasTheLastTime() {
    Rotation rotation = serving(null, lease("first", MINUTE));
    pass(rotation, Duration.ofSeconds(40));
    LeasedGeneration current = actions.current();
    rotation.renewed(current, current.lease().renewed(clock.now(), MINUTE, false));
    assertThat(actions.take()).containsExactly("renew 1", "renewed 1");
    pass(rotation, Duration.ofSeconds(40));
    assertThat(actions.take()).containsExactly("fetch");
  }

  @Test
  void handsNothingOutOnceARenewalBringsLessThanTheMargin() {
    Rotation rotation = serving(null, lease("first", MINUTE));
    pass(rotation, Duration.ofSeconds(40));
    LeasedGeneration current = actions.current();
    rotation.renewed(current, current.lease().renewed(clock.now(), Duration.ofSeconds(3), true));
    assertThat(actions.take())
        .containsExactly(
            "renew 1",
            "renewed 1",
            "refuse: the lease of generation 1 has ended",
            "retire 1",
            "fetch");
  }

  private void rotateAtTheMaximum(Rotation rotation, int number) {
    pass(rotation, Duration.ofSeconds(40));
    LeasedGeneration current = actions.current();
    rotation.renewed(current, current.lease().renewed(clock.now(), MINUTE.dividedBy(2), true));
    rotation.fetched(lease("lease-" + number, MINUTE));
    rotation.validated();
    rotation.drained(current);
    assertThat(actions.current().number()).isEqualTo(number);
  }

  private Rotation serving(@Nullable Duration rotateAfter, Lease first) {
    Rotation rotation = rotation(Duration.ofSeconds(5), rotateAfter);
    rotation.start();
    rotation.fetched(first);
    rotation.validated();
    actions.take();
    return rotation;
  }

  private Rotation rotation(Duration margin, @Nullable Duration rotateAfter) {
    RotationPolicy policy = new RotationPolicy(margin, 0.66, rotateAfter, MINUTE, Jitter.of("pod"));
    return new Rotation("orders", policy, clock, actions);
  }

  private Lease lease(String id, Duration ttl) {
    return Leases.renewable(id, clock.now(), ttl);
  }

  private Lease unrenewable(String id, Duration ttl) {
    return Leases.granted(id, clock.now(), ttl, false, true);
  }

  private Lease changing(String id, String password, Duration after) {
    return Leases.fixed(id, password, clock.now(), after.plus(HOUR)).changingAfter(after);
  }
}
