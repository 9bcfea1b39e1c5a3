// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * The time without Vault.
 *
 * @param from when Vault was stopped
 * @param to when it served again
 * @param served how many queries were served in between
 */
record Outage(Instant from, Instant to, long served) {

  Duration length() {
    return Duration.between(from, to);
  }
}
