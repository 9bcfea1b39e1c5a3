// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.rotation.HistoryLedger.Pooled;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The disturbances of a history beside its targets: a server that the binding turns out not to be
 * for, connections that fail, and dropped roles. For a minute each role is dropped as soon as it is
 * in use.
 */
final class Disturbances {

  private static final Target ELSEWHERE = Target.of("elsewhere", 5432, "stock");

  private static final Duration PURGE = Duration.ofMinutes(1);

  /** The wait for the next fetch, and some time for it and its trials. */
  private static final Duration FELT = FetchLimit.EACH.plusSeconds(4);

  private final Random random;
  private final VirtualClock clock;
  private final Rotation rotation;
  private final GuardedTrials trials;
  private @Nullable ClockReading purgeBegun;

  Disturbances(Random random, VirtualClock clock, Rotation rotation, GuardedTrials trials) {
    this.random = random;
    this.clock = clock;
    this.rotation = rotation;
    this.trials = trials;
  }

  /**
   * Has the other server say something of the current credential, or not.
   *
   * @param reached gets it in addition while it may be the binding's
   */
  void elsewhere(LeasedGeneration current, Set<Target> reached) {
    if (random.nextInt(8) > 0) {
      return;
    }
    if (!trials.isBound()) {
      reached.add(ELSEWHERE);
    } else if (random.nextBoolean()) { // To a login that was under way.
      rotation.rejected(current, ELSEWHERE, "28P01");
    }
    rotation.suspect(current, ELSEWHERE, "57P01");
  }

  /** Has one of the connections fail as if its role were gone, or none. */
  void connections(List<Pooled> pooled) {
    if (!pooled.isEmpty() && random.nextInt(40) == 0) {
      Pooled failing = pooled.get(random.nextInt(pooled.size()));
      rotation.suspect(failing.generation(), failing.target().target, "57P01");
    }
  }

  /** Drops the role of a generation now, or does not; returns whether it does. */
  boolean purges(LeasedGeneration current, RandomTarget.Roles roles) {
    boolean underWay = isPurgeWithin(PURGE);
    if (!underWay && random.nextInt(400) > 0) {
      return false;
    }
    purgeBegun = underWay ? purgeBegun : clock.now();
    roles.drop(current.credential());
    return true;
  }

  /** Returns whether roles are dropped, or have been just now. */
  boolean isPurgeFelt() {
    return isPurgeWithin(PURGE.plus(FELT));
  }

  private boolean isPurgeWithin(Duration time) {
    ClockReading begun = purgeBegun;
    return begun != null && clock.now().since(begun).compareTo(time) < 0;
  }
}
