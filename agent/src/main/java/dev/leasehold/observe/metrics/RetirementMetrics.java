// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.metrics;

import dev.leasehold.lease.Generation;
import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.ConnectionMetrics;
import dev.leasehold.retire.ConnectionHolder;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import dev.leasehold.retire.RetirementListener;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the connections that come and go. */
final class RetirementMetrics implements RetirementListener {

  private final Map<String, BindingMetrics> bindings;
  private final Map<String, ConnectionMetrics> connections;

  RetirementMetrics(
      Map<String, BindingMetrics> bindings, Map<String, ConnectionMetrics> connections) {
    this.bindings = bindings;
    this.connections = connections;
  }

  @Override
  public void opened(Generation generation) {
    ConnectionMetrics counted = connections.get(generation.binding());
    BindingMetrics binding = bindings.get(generation.binding());
    if (counted != null && binding != null) {
      counted.opened();
      binding.opened(generation);
    }
  }

  @Override
  public void closed(Generation generation, Duration afterItsTurn) {
    ConnectionMetrics counted = connections.get(generation.binding());
    if (counted != null) {
      counted.closed(afterItsTurn);
    }
  }

  @Override
  public void handedOver(Generation generation) {
    ConnectionMetrics counted = connections.get(generation.binding());
    if (counted != null) {
      counted.handedOver();
    }
  }

  @Override
  public void pinned(
      Generation generation,
      @Nullable ConnectionHolder holder,
      int open,
      HandOverResult why,
      Duration left) {
    ConnectionMetrics counted = connections.get(generation.binding());
    PinReason cause = why.cause();
    if (counted != null && cause != null) {
      counted.pinned(cause.label());
    }
  }

  @Override
  public void aborted(Generation generation, int aborted) {
    ConnectionMetrics counted = connections.get(generation.binding());
    if (counted != null) {
      counted.aborted(aborted);
    }
  }
}
