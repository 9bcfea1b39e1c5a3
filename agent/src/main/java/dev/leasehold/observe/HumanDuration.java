// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.Lease;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Spans of time as a person reads them. */
final class HumanDuration {

  private HumanDuration() {}

  /** Returns the end of a lease by the wall clock, to the second, as in 2026-11-23T23:31:28Z. */
  static String endOf(Lease lease) {
    return lease.endsAt().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns {@code span} rounded down, in the largest unit that leaves a number of at least 10. */
  static String of(Duration span) {
    if (span.toHours() >= 10) {
      return span.toHours() + " h";
    }
    if (span.toMinutes() >= 10) {
      return span.toMinutes() + " min";
    }
    return span.getSeconds() >= 10 ? span.getSeconds() + " s" : span.toMillis() + " ms";
  }
}
