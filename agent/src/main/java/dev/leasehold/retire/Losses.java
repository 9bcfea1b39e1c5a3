package dev.leasehold.retire;

import dev.leasehold.lease.Moment;
import dev.leasehold.target.Target;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sessions of a generation for ended: when the database has ended one of them, and when
 * it has rejected the credential after one has failed as if the role were gone.
 */
final class Losses {

  private final Collection<Entry> entries;
  private final Pools pools;
  private final RetirementListener listener;

  /**
   * Makes one that has seen nothing.
   *
   * @param entries the ledger's, of which it sees each change
   */
  Losses(Collection<Entry> entries, Pools pools, RetirementListener listener) {
    this.entries = entries;
    this.pools = pools;
    this.listener = listener;
  }

  /**
   * Takes the sessions that the cohort has on a target for ended, or all of them. On any thread;
   * never blocks.
   *
   * @param on null for wherever they are
   */
  void lose(Cohort cohort, @Nullable Target on, Moment now) {
    int lost = 0;
    for (Entry entry : entries) {
      if (entry.cohort() == cohort && (on == null || on.equals(entry.target()))) {
        lost += entry.lose() ? 1 : 0;
        entry.goIfLost(now);
      }
    }
    cohort.lose(lost);
    pools.generationRetired(); // The pools are to be asked as at a retirement.
  }

  /**
   * Loses what has turned out to be lost, and reports what has been lost since. On the ledger's
   * thread.
   *
   * @return whether it may turn out soon that a generation's role is gone
   */
  boolean look(Collection<Cohort> live, Moment now) {
    boolean suspected = false;
    for (Cohort cohort : live) {
      if (cohort.isSuspected(now)) {
        suspected = true;
        if (cohort.generation().isHurried()) {
          lose(cohort, null, now);
        }
      }
      int lost = cohort.takeLost();
      if (lost > 0) {
        listener.lost(cohort.generation(), lost);
      }
    }
    return suspected;
  }
}
