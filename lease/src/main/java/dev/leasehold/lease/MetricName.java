// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

/**
 * The metrics of a binding's leases, with the names that Prometheus shows. Counters end in {@code
 * _total} and units are suffixes, as OpenMetrics 1.0 has it. The label {@code binding} is on each;
 * none has a user, a lease or a pod, of which there is no end.
 */
public enum MetricName {
  READY("leasehold_ready", "gauge", "Whether the binding has a credential whose lease lives."),
  GENERATION("leasehold_generation", "gauge", "Number of the current generation; 0 for none."),
  LEASE_REMAINING(
      "leasehold_lease_remaining_seconds",
      "gauge",
      "Time until the current lease ends if it is not renewed."),
  ROTATIONS("leasehold_rotations_total", "counter", "Credentials that became the current one."),
  RENEWALS("leasehold_renewals_total", "counter", "Renewals of the current lease."),
  REVOCATIONS("leasehold_revocations_total", "counter", "Leases that were revoked."),
  FAILURES(
      "leasehold_failures_total",
      "counter",
      "Requests that failed and are made again, by operation: fetch, renew or revoke.");

  private final String text;
  private final String type;
  private final String help;

  MetricName(String text, String type, String help) {
    this.text = text;
    this.type = type;
    this.help = help;
  }

  /** Returns the name. */
  public String text() {
    return text;
  }

  /** Returns the type, {@code counter} or {@code gauge}. */
  public String type() {
    return type;
  }

  /** Returns what it counts or measures, in a sentence. */
  public String help() {
    return help;
  }
}
