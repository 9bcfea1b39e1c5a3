// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The revocation of the current role, and its cost.
 *
 * @param at when Vault was told
 * @param turn whose role was revoked
 * @param cost the requests that were under way then, or came before the next credential, and failed
 */
record Revocation(Instant at, Turn turn, List<Failure> cost) {

  /** For how long a failure counts as a cost of the revocation. */
  static final Duration WINDOW = Duration.ofSeconds(3);

  /** From the revocation to the end of the last request that it cost; zero if it cost none. */
  Duration recovery() {
    return cost.stream()
        .map(failure -> Duration.between(at, failure.ended()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
