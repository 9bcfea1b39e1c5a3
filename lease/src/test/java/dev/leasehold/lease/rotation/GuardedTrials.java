// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a history's trials run; none begins at a target that the binding is not for. */
final class GuardedTrials implements ProbeRunner {

  private final Timeline timeline;
  private @Nullable Targets kept;

  GuardedTrials(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Says that the binding is for these targets from now on; returns them if that is news. */
  Optional<Targets> bind(List<RandomTarget> targets) {
    if (kept != null) {
      return Optional.empty();
    }
    kept = Targets.of(targets.stream().map(known -> known.target).toArray(Target[]::new));
    return Optional.of(kept);
  }

  /** Returns whether it is known which targets the binding is for. */
  boolean isBound() {
    return kept != null;
  }

  /** Returns whether the binding is known not to be for a target. */
  boolean isOutside(Target target) {
    return kept != null && !kept.includes(target);
  }

  /** Fails for a target that the binding is known not to be for. */
  void assertInside(Target target) {
    assertThat(isOutside(target)).as("known for more than it is for: " + target).isFalse();
  }

  @Override
  public void tell(Runnable event) {
    timeline.tell(event);
  }

  @Override
  public void tellIn(Duration delay, Runnable event) {
    timeline.tellIn(delay, event);
  }

  @Override
  public void tryOut(Target target, Runnable trial, boolean awaited) {
    assertThat(isOutside(target)).as("a credential is tried at " + target).isFalse();
    timeline.tryOut(target, trial, awaited);
  }
}
