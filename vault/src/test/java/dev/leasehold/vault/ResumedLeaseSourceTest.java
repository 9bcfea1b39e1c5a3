// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.testbed.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that ends without a word, and the process that is started in its place. */
@Timeout(60)
class ResumedLeaseSourceTest {

  private static final TestBed BED = Sessions.BED;
  private static final VaultPath PATH = VaultPath.ofSecret(TestBed.CREDS_PATH);

  private final SettableClock clock = new SettableClock();
  private final List<String> stored = new ArrayList<>();

  @Test
  void takesOverTheLeaseWithItsToken() throws Exception {
    Lease first = start().fetch();
    clock.advance(Duration.ofSeconds(20));

    ResumedLeaseSource next = start();
    Lease resumed = next.fetch();
    assertThat(clock.now().since(resumed.issuedAt()))
        .as("the credential's age")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    assertThat(resumed.id()).isEqualTo(first.id());
    assertThat(first.isResumed()).isFalse();
    assertThat(resumed.isResumed()).isTrue();
    assertThat(resumed.credential()).isEqualTo(first.credential());
    assertThat(roles()).contains(first.credential().username());

    next.close(); // And with it the token, though another process logged in for it.
    awaitNo(first.credential().username()); // Vault revokes a token's leases when it has answered.
  }

  @Test
  void makesAnotherWhereThatOneIsGone() throws Exception {
    Lease first = start().fetch();
    BED.vault().revoke(first.id());
    try (ResumedLeaseSource next = start()) {
      assertThat(next.fetch().id()).isNotEqualTo(first.id());
      assertThat(stored).hasSize(1).first().asString().doesNotContain(first.id());
    }
  }

  @Test
  void revokesWhatTheEarlierOneHeldBesides() throws Exception {
    ResumedLeaseSource before = start();
    Lease old = before.fetch();
    Lease current = before.fetch(old);
    assertThat(start().fetch().id()).as("by one that is killed, too").isEqualTo(current.id());
    try (ResumedLeaseSource next = start()) {
      assertThat(next.fetch().id()).isEqualTo(current.id());
      assertThat(next.countEarlier()).isEqualTo(1);
      next.revokeEarlier();
      assertThat(next.countEarlier()).isZero();
      assertThat(roles())
          .contains(current.credential().username())
          .doesNotContain(old.credential().username());
      assertThat(stored).hasSize(1);
    }
  }

  @Test
  void revokesALeaseThatIsOfNoUseWithThoseOfTheEarlierOne() throws Exception {
    Lease first = start().fetch();
    try (ResumedLeaseSource next = start()) {
      Lease resumed = next.fetch();
      next.leave(resumed);
      Lease current = next.fetch();
      assertThat(current.id()).isNotEqualTo(first.id());
      assertThat(next.countEarlier()).isEqualTo(1);
      assertThat(roles()).contains(first.credential().username());
      next.revokeEarlier();
      assertThat(roles())
          .contains(current.credential().username())
          .doesNotContain(first.credential().username());
      assertThat(stored).hasSize(1);
    }
  }

  @Test
  void storesNothingOnceAllIsRevoked() throws Exception {
    try (ResumedLeaseSource source = start()) {
      source.revoke(source.fetch());
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void passesOverWhatEndedByItself() throws Exception {
    Lease first = start().fetch();
    clock.advance(first.duration().plusSeconds(1));
    try (ResumedLeaseSource next = start()) {
      assertThat(next.countEarlier()).isZero();
      assertThat(next.fetch().id()).isNotEqualTo(first.id());
    }
  }

  @Test
  void revokesALeaseThatHasEndedByAClockThatWasSetForwardAlone() throws Exception {
    Lease first = start().fetch();
    clock.setWall(first.duration().multipliedBy(10));
    assertThat(start().fetch().id()).as("by one that is killed, too").isNotEqualTo(first.id());
    stored.remove(1); // The state of a process that was killed before it had a lease.
    try (ResumedLeaseSource next = start()) {
      assertThat(next.fetch().id()).as("it is not used").isNotEqualTo(first.id());
      assertThat(next.countEarlier()).isEqualTo(1);
      assertThat(roles()).contains(first.credential().username());
      next.revokeEarlier();
      assertThat(roles()).doesNotContain(first.credential().username());
    }
  }

  @Test
  void asksVaultAboutALeaseThatCannotBeRenewed() throws Exception {
    Lease first = start().fetch();
    String line = stored.get(0).replace("\"renewable\":1", "\"renewable\":0");
    assertThat(line).isNotEqualTo(stored.get(0));
    stored.set(0, line);
    assertThat(start().fetch().id()).as("it is there").isEqualTo(first.id());

    BED.vault().revoke(first.id());
    stored.clear();
    stored.add(line);
    try (ResumedLeaseSource next = start()) {
      assertThat(next.fetch().id()).as("it was revoked meanwhile").isNotEqualTo(first.id());
    }
  }

  /** A process that reads the state that was stored last, and knows nothing else. */
  private ResumedLeaseSource start() throws LeaseException, IOException {
    List<SavedLease> left = new ArrayList<>();
    for (String line : stored) {
      left.add(SavedLease.read(line, clock));
    }
    return new ResumedLeaseSource(Sessions.of(BED, clock), PATH, null, left, this::store);
  }

  private void store(List<SavedLease> held) {
    stored.clear();
    held.forEach(lease -> stored.add(lease.line(clock)));
  }

  private static void awaitNo(String role) {
    while (roles().contains(role)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static List<String> roles() {
    return BED.postgres().ephemeralRoles();
  }
}
