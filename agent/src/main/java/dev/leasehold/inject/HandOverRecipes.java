// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.retire.HandOver;
import dev.leasehold.retire.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ways in which connections of a binding are moved to new sessions. Connections that were
 * opened alike share one way, as each way keeps a copy of the application's properties. Safe for
 * many threads.
 */
final class HandOverRecipes {

  /** More ways to connect than an application has; the oldest is forgotten. */
  private static final int MOST_SHARED = 64;

  private final HandOverPolicy policy;
  private final BindingContext bound;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private final List<HandOverInPlace> shared = new ArrayList<>();

  HandOverRecipes(HandOverPolicy policy, BindingContext bound) {
    this.policy = policy;
    this.bound = bound;
  }

  /** Returns the hand-over for a connection that was opened so. */
  HandOver of(DriverProbe.ConnectSample sample, Ledger ledger) {
    lock.lock();
    try {
      for (HandOverInPlace known : shared) {
        if (known.isFor(sample)) {
          return known;
        }
      }
      if (shared.size() == MOST_SHARED) {
        shared.remove(0);
      }
      HandOverInPlace made = new HandOverInPlace(policy, bound, sample, ledger);
      shared.add(made);
      return made;
    } finally {
      lock.unlock();
    }
  }
}
