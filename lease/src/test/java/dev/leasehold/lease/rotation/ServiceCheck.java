// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target that would take a living generation is served soon, and the primary at once. A primary
 * that nobody can ask waits for the last call, where another target is believed to take the
 * generation that the primary rejects.
 */
final class ServiceCheck {

  /** Probes are up to ten seconds apart, checks five; a trial may take two. */
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The longest wait of the breaker, and as much for a fetch and its trials. */
  private static final Duration BREAKER = Duration.ofSeconds(64);

  private final VirtualClock clock;
  private final HistoryLedger ledger;
  private final Disturbances disturbances;
  private final HeardAnswers heard;
  private final boolean calm;
  private final Map<RandomTarget, ClockReading> deprived = new HashMap<>();

  /**
   * Makes the check of a history.
   *
   * @param calm whether the primary never dies, and no role is dropped on it but by us
   */
  ServiceCheck(
      VirtualClock clock,
      HistoryLedger ledger,
      Disturbances disturbances,
      HeardAnswers heard,
      boolean calm) {
    this.clock = clock;
    this.ledger = ledger;
    this.disturbances = disturbances;
    this.heard = heard;
    this.calm = calm;
  }

  private boolean isDue(RandomTarget target, @Nullable LeasedGeneration current) {
    boolean primary = target.kind == RandomTarget.Kind.PRIMARY && target.isUp();
    boolean believed =
        current != null
            && current.isUsable(clock.now())
            && heard.on(current, target.target) != TargetAnswer.TAKES
            && heard.someTakes(current);
    return primary && (target.canBeAsked() || !believed);
  }

  /** Says that nobody wants to connect to a target now. */
  void unwanted(RandomTarget target) {
    deprived.remove(target);
  }

  /** Says whether a connect to a target has come to something. */
  void connected(RandomTarget target, boolean served, @Nullable LeasedGeneration current) {
    boolean primary = target.kind == RandomTarget.Kind.PRIMARY;
    boolean could =
        current != null && (ledger.serves(current, target) || ledger.servesRetired(target));
    if (served || disturbances.isPurgeFelt() || !(could || isDue(target, current))) {
      deprived.remove(target);
      return;
    }
    ClockReading since = deprived.computeIfAbsent(target, first -> clock.now());
    Duration bound = could ? SOON : BREAKER;
    assertThat(clock.now().since(since)).as(target + " not served").isLessThan(bound);
    if (calm && primary && current != null) {
      throw new AssertionError("the primary is not served for another's fault");
    }
  }
}
