// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.live.LiveCluster;
import dev.leasehold.audit.live.LivePostgres;
import dev.leasehold.audit.source.AuditDevice;
import org.jspecify.annotations.Nullable;

/**
 * Servers that the service asks live.
 *
 * @param cluster whose pods are watched; null for none
 * @param hasEvents whether findings become Events of that cluster
 * @param postgres whose sessions and roles are looked at; null for none
 * @param device of Vault, whose hashes of accounts are asked for; null for none
 */
public record WatchedServers(
    @Nullable LiveCluster cluster,
    boolean hasEvents,
    @Nullable LivePostgres postgres,
    @Nullable AuditDevice device) {

  /** No server is asked. */
  public static final WatchedServers NONE = new WatchedServers(null, false, null, null);
}
