// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.inject.ConnectListener;
import dev.leasehold.inject.SelfBindingListener;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.metrics.AgentMetrics;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners that are told of a binding's events; the same for all bindings. */
final class BindingListeners {

  private final LeaseListener leases;
  private final ConnectListener connects;
  private final SelfBindingListener servers;
  private final Consumer<String> hints;
  private final Consumer<String> warnings;
  private final @Nullable AgentMetrics metrics;
  private final FirstConnection connection = new FirstConnection();

  /**
   * Joins them.
   *
   * @param leases told of every lease
   * @param connects told of connects that come to nothing
   * @param log takes the lines about servers, connections and failed statements
   * @param metrics counts the events of the bindings; null where nothing does
   */
  BindingListeners(
      LeaseListener leases, ConnectListener connects, Log log, @Nullable AgentMetrics metrics) {
    this.leases = leases;
    this.connects = connects;
    this.metrics = metrics;
    this.servers = new SelfBindingLog(log);
    this.hints = log::info;
    this.warnings = log::warn;
  }

  LeaseListener leases() {
    return leases;
  }

  ConnectListener connects() {
    return connects;
  }

  SelfBindingListener servers() {
    return servers;
  }

  /** Takes an explanation of a failed statement, as one line. */
  Consumer<String> hints() {
    return hints;
  }

  /** Takes a warning about connections, as one line. */
  Consumer<String> warnings() {
    return warnings;
  }

  FirstConnection connection() {
    return connection;
  }

  /** Returns the probe with its answers counted, where something counts. */
  CredentialProbe measured(String binding, CredentialProbe probe) {
    return metrics == null ? probe : metrics.measured(binding, probe);
  }

  /** Sets the source that tells whether a first lease of a binding was asked for. */
  void begins(String binding, BooleanSupplier source) {
    if (metrics != null) {
      metrics.begun(binding, source);
    }
  }
}
