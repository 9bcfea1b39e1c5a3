// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The facts about the systems that the user gives.
 *
 * @param clockSkew how far the clocks of two systems may be apart
 * @param mostRoles how many roles a pod may have at once
 * @param loopWindow the time in which a holder takes six leases, where it is restarted in a loop
 * @param leaseTerms how long leases live, by path; the path {@code ""} stands for all others
 * @param proxies addresses that say nothing of the pods behind them
 * @param authMounts paths of the auth methods of the clusters whose pods are known; empty for all
 * @param knownReaders display names of other readers than pods that may read credentials
 * @param staticAccounts accounts that are to be used no longer
 * @param knownAccounts accounts of the database that pods may use beside the roles of leases
 */
public record AuditTerms(
    Duration clockSkew,
    int mostRoles,
    Duration loopWindow,
    Map<String, LeaseTerm> leaseTerms,
    List<AddressBlock> proxies,
    List<String> authMounts,
    List<String> knownReaders,
    List<String> staticAccounts,
    List<String> knownAccounts) {

  /**
   * The length of a lease.
   *
   * @param ttl without a renewal
   * @param maxTtl with all renewals
   */
  public record LeaseTerm(Duration ttl, Duration maxTtl) {}

  /** Copies the lists and maps, which can change. */
  public AuditTerms {
    leaseTerms = Map.copyOf(leaseTerms);
    proxies = List.copyOf(proxies);
    authMounts = List.copyOf(authMounts);
    knownReaders = List.copyOf(knownReaders);
    staticAccounts = List.copyOf(staticAccounts);
    knownAccounts = List.copyOf(knownAccounts);
  }
}
