// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target at which no connection has been opened yet, so that nobody knows how to ask it. */
@Timeout(120)
class UnaskedTargetsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Target TARGET = Target.of("primary", 5432, "orders");

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedActions actions = new ScriptedActions();
  private final Rotation rotation =
      new Rotation(
          "orders",
          new RotationPolicy(
              Duration.ofSeconds(5), 0.66, null, Duration.ofSeconds(30), Jitter.of("pod")),
          clock,
          actions);

  @Test
  void isNotGivenWhatItRejectedAgainWhileTheNextIsFetched() {
    LeasedGeneration first = rejected();
    assertThat(rotation.phase()).isEqualTo(RotationPhase.FETCHING);
    cannotBeAskedAbout(first);
    assertThat(Objects.requireNonNull(actions.routes.to(TARGET)).generation()).isNull();
    rotation.fetched(Leases.renewable("2", clock.now(), HOUR));
    rotation.validated();
    assertThat(actions.routes.to(TARGET)).as("it gets the current one").isNull();
    assertThat(actions.current()).isNotSameAs(first);
  }

  @Test
  void isGivenWhatItRejectedOnceMoreWhereNoneCanBeFetched() {
    LeasedGeneration first = rejected();
    rotation.fetchFailed(new LeaseException(LeaseException.Kind.UNAVAILABLE, "Vault is away"));
    cannotBeAskedAbout(first);
    assertThat(actions.routes.to(TARGET)).as("it gets the current one").isNull();
    assertThat(actions.current()).isSameAs(first);
  }

  private LeasedGeneration rejected() {
    rotation.start();
    rotation.fetched(Leases.renewable("1", clock.now(), HOUR));
    rotation.validated();
    LeasedGeneration first = actions.current();
    rotation.rejected(first, TARGET, "28P01");
    return first;
  }

  private void cannotBeAskedAbout(LeasedGeneration generation) {
    rotation.answered(generation.credential(), TARGET, TargetAnswer.UNTRIED, "");
  }
}
