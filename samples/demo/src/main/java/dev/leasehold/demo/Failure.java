// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Instant;

/**
 * A request that was not served.
 *
 * @param started when it was sent
 * @param ended when the answer came, or none could
 * @param what the status, or why there is none
 */
record Failure(Instant started, Instant ended, String what) {

  /** Whether the request was under way at some moment between the two. */
  boolean during(Instant from, Instant to) {
    return !ended.isBefore(from) && !started.isAfter(to);
  }
}
