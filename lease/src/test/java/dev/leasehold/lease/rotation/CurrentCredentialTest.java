// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a connection attempt where nothing but the clock says that a lease has ended. */
@Timeout(120)
class CurrentCredentialTest {

  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Targets HERE = Targets.of(Databases.ONE);

  private final VirtualClock clock = new VirtualClock();
  private String remark = "";
  private final CurrentCredential currentCredential =
      new CurrentCredential("orders", Duration.ofMillis(50), clock, () -> remark);

  @Test
  void handsOutAGenerationUpToItsDeadlineAndNotAfter() throws Exception {
    LeasedGeneration first = generation(1);
    currentCredential.open(first, LateTargets.NONE);
    clock.advance(MINUTE.minus(MARGIN).minusMillis(1));
    assertThat(currentCredential.ready(HERE, null)).isSameAs(first);
    assertThat(currentCredential.pass(HERE, null)).isSameAs(first);
    clock.advance(Duration.ofMillis(1));
    assertEnded();
  }

  @Test
  void handsOutNothingOnceTheClockWasSetPastTheDeadline() {
    currentCredential.open(generation(1), LateTargets.NONE);
    clock.jump(MINUTE);
    assertEnded();
  }

  @Test
  void handsOutTheNextGenerationToWhomTheCurrentOneFailed() throws Exception {
    LeasedGeneration first = generation(1);
    currentCredential.open(first, LateTargets.NONE);
    RejectedGeneration rejection = new RejectedGeneration(first);
    assertThat(currentCredential.ready(HERE, rejection.excluded())).isNull();
    assertThatThrownBy(() -> currentCredential.pass(HERE, rejection))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("got no replacement within 50 ms");
    LeasedGeneration second = generation(2);
    currentCredential.open(second, LateTargets.NONE);
    assertThat(currentCredential.pass(HERE, rejection)).isSameAs(second);
  }

  /** Whenever the rotation hears of it: before a thread looks, while it looks, or afterwards. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void handsOutNoRejectedGenerationThatTheRotationHearsOfMeanwhile(boolean before) {
    LeasedGeneration first = generation(1);
    currentCredential.open(first, LateTargets.NONE);
    TargetState refusing =
        new TargetState(Databases.ONE, clock, new Backoff(MINUTE, Jitter.of("test")));
    LateTargets none =
        LateTargets.of(
            Map.of(Databases.ONE, new LateTarget(refusing, null, null, null, clock.now())));
    RejectedGeneration rejection =
        new RejectedGeneration(first) {
          @Override
          @Nullable LeasedGeneration excluded() {
            LeasedGeneration earlier = super.excluded();
            currentCredential.route(none);
            heard();
            return before ? super.excluded() : earlier;
          }
        };
    assertThatThrownBy(() -> currentCredential.pass(HERE, rejection))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("got no replacement within 50 ms");
  }

  /** A server of another binding's says nothing against it. */
  @Test
  void callsNoLeaseEndedWhoseRejectionIsHeardOfWhileAThreadLooks() throws Exception {
    LeasedGeneration first = generation(1);
    currentCredential.open(first, LateTargets.NONE);
    AtomicInteger looks = new AtomicInteger();
    RejectedGeneration rejection =
        new RejectedGeneration(first) {
          @Override
          @Nullable LeasedGeneration excluded() {
            LeasedGeneration earlier = super.excluded();
            if (looks.incrementAndGet() == 2) { // In vain at once, and now ready to wait.
              heard();
            }
            return earlier;
          }
        };
    assertThat(currentCredential.pass(HERE, rejection)).isSameAs(first);
  }

  @Test
  void refusesWithWhatIsToBeRemarkedAtThatTime() {
    currentCredential.refuse("the database rejected it");
    assertRefused("no valid lease for 0 s: the database rejected it. The connection is refused");
    remark = "the file is 7 s old";
    assertRefused("the database rejected it; the file is 7 s old. The connection is refused");
    remark = "the file is 8 s old";
    assertRefused("the database rejected it; the file is 8 s old. The connection is refused");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> currentCredential.pass(HERE, null))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining(why);
  }

  private void assertEnded() {
    assertThat(currentCredential.ready(HERE, null)).isNull();
    assertThatThrownBy(() -> currentCredential.pass(HERE, null))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("the lease of generation 1 has ended");
  }

  private LeasedGeneration generation(long number) {
    Lease lease = Leases.renewable("lease-" + number, clock.now(), MINUTE);
    return new LeasedGeneration("orders", number, lease, MARGIN);
  }
}
