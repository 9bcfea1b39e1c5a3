// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The counters of one binding: credentials fetched, renewals, revocations and failures. */
final class LeaseCounters {

  final LongAdder fetched = new LongAdder();
  final LongAdder renewed = new LongAdder();
  final LongAdder revoked = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile @Nullable String last;

  /** Counts a failure, and keeps its text until the next failure. */
  void failed(String what) {
    last = what;
    failed.increment();
  }

  @Override
  public String toString() {
    String counts =
        fetched + " credentials fetched, " + renewed + " renewals, " + revoked + " revoked, ";
    String why = last == null ? "" : ", the last: " + last;
    return counts + failed + " failures" + why;
  }
}
