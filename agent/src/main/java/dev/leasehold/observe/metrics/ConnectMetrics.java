// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.metrics;

import dev.leasehold.inject.ConnectListener;
import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.ConnectionMetrics;
import dev.leasehold.target.Targets;
import java.util.Map;

/** Counts the connects that come to nothing. */
final class ConnectMetrics implements ConnectListener {

  private final Map<String, BindingMetrics> bindings;
  private final Map<String, ConnectionMetrics> connections;

  ConnectMetrics(Map<String, BindingMetrics> bindings, Map<String, ConnectionMetrics> connections) {
    this.bindings = bindings;
    this.connections = connections;
  }

  @Override
  public void rejected(String binding, Targets targets) {
    ConnectionMetrics counted = connections.get(binding);
    if (counted != null) {
      counted.rejected();
    }
  }

  @Override
  public void refused(String binding, Targets targets, String why) {
    ConnectionMetrics counted = connections.get(binding);
    BindingMetrics leases = bindings.get(binding);
    if (counted != null && leases != null) {
      counted.refused();
      leases.refused(targets);
    }
  }
}
