package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cohorts that have not drained, and how far each binding has been retired. */
final class Cohorts {

  private final Map<Generation, Cohort> live = new IdentityHashMap<>();
  private final Map<String, Long> retiredUpTo = new HashMap<>();

  /**
   * Counts one connection into its generation's cohort; null when that generation is drained, so
   * that its credential may be revoked by now.
   */
  synchronized @Nullable Cohort enter(Generation generation) {
    Cohort cohort = live.get(generation);
    if (cohort == null) {
      if (generation.number() <= retiredUpTo.getOrDefault(generation.binding(), 0L)) {
        return null;
      }
      cohort = new Cohort(generation);
      live.put(generation, cohort);
    }
    return cohort.enter() ? cohort : null;
  }

  /** Retires a generation, whether or not it ever had a connection. */
  synchronized Cohort retire(Generation generation, Moment now) {
    retiredUpTo.merge(generation.binding(), generation.number(), Math::max);
    Cohort cohort = live.computeIfAbsent(generation, Cohort::new);
    cohort.retire(now);
    return cohort;
  }

  /** Returns the retired cohorts that have nothing left, again and again until they are removed. */
  synchronized List<Cohort> drained(Moment now) {
    List<Cohort> drained = new ArrayList<>();
    for (Cohort cohort : live.values()) {
      if (cohort.drain(now)) {
        drained.add(cohort);
      }
    }
    return drained;
  }

  synchronized void remove(Cohort drained) {
    live.remove(drained.generation(), drained);
  }

  synchronized List<Cohort> live() {
    return new ArrayList<>(live.values());
  }
}
