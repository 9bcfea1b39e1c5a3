// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The results of the requests. Safe for use by many threads. */
final class Tally {

  private final AtomicLong served = new AtomicLong();
  private final List<Failure> failures = new ArrayList<>();

  void served(long queries) {
    served.addAndGet(queries);
  }

  synchronized void failed(Failure failure) {
    failures.add(failure);
  }

  long servedCount() {
    return served.get();
  }

  synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** The failures of requests that were under way at some moment between the two. */
  synchronized List<Failure> failures(Instant from, Instant to) {
    return failures.stream().filter(failure -> failure.during(from, to)).toList();
  }
}
