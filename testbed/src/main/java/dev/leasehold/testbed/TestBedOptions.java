// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import dev.leasehold.testbed.postgresql.PostgresVersion;
import java.time.Duration;

/**
 * The limits that a {@link TestBed} sets for its application.
 *
 * @param postgres the version of PostgreSQL
 * @param maxConnections how many connections PostgreSQL allows
 * @param leaseTtl how long a database lease lives without renewal
 * @param leaseMaxTtl how long it can be kept alive
 * @param tokenTtl how long a Vault token lives without renewal
 * @param tokenMaxTtl how long it can be kept alive
 */
public record TestBedOptions(
    PostgresVersion postgres,
    int maxConnections,
    Duration leaseTtl,
    Duration leaseMaxTtl,
    Duration tokenTtl,
    Duration tokenMaxTtl) {

  /**
   * The newest PostgreSQL, 100 connections, leases of 1 min up to 5 min, tokens of 1 h up to 24 h.
   */
  public static TestBedOptions defaults() {
    return new TestBedOptions(
        PostgresVersion.V18,
        100,
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofHours(24));
  }

  public TestBedOptions withPostgres(PostgresVersion version) {
    return new TestBedOptions(
        version, maxConnections, leaseTtl, leaseMaxTtl, tokenTtl, tokenMaxTtl);
  }

  public TestBedOptions withMaxConnections(int connections) {
    return new TestBedOptions(postgres, connections, leaseTtl, leaseMaxTtl, tokenTtl, tokenMaxTtl);
  }

  public TestBedOptions withLease(Duration ttl, Duration maxTtl) {
    return new TestBedOptions(postgres, maxConnections, ttl, maxTtl, tokenTtl, tokenMaxTtl);
  }

  public TestBedOptions withToken(Duration ttl, Duration maxTtl) {
    return new TestBedOptions(postgres, maxConnections, leaseTtl, leaseMaxTtl, ttl, maxTtl);
  }
}
