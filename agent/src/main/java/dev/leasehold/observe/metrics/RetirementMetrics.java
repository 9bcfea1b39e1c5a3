// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.metrics;

import dev.leasehold.lease.Generation;
import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.ConnectionMetrics;
import dev.leasehold.retire.ConnectionHolder;
import dev.leasehold.retire.RetirementListener;
import java.time.Duration;
import java.util.Map;

/** Counts how connections come and go, and tells another listener. */
final class RetirementMetrics implements RetirementListener {

  private final Map<String, BindingMetrics> bindings;
  private final Map<String, ConnectionMetrics> connections;
  private final RetirementListener next;

  RetirementMetrics(
      Map<String, BindingMetrics> bindings,
      Map<String, ConnectionMetrics> connections,
      RetirementListener next) {
    this.bindings = bindings;
    this.connections = connections;
    this.next = next;
  }

  @Override
  public void opened(Generation generation) {
    ConnectionMetrics counted = connections.get(generation.binding());
    BindingMetrics binding = bindings.get(generation.binding());
    if (counted != null && binding != null) {
      counted.opened();
      binding.opened(generation);
    }
    next.opened(generation);
  }

  @Override
  public void closed(Generation generation, Duration afterItsTurn) {
    ConnectionMetrics counted = connections.get(generation.binding());
    if (counted != null) {
      counted.closed(afterItsTurn);
    }
    next.closed(generation, afterItsTurn);
  }

  @Override
  public void retiring(Generation generation, int open) {
    next.retiring(generation, open);
  }

  @Override
  public void aborted(Generation generation, int aborted) {
    ConnectionMetrics counted = connections.get(generation.binding());
    if (counted != null) {
      counted.aborted(aborted);
    }
    next.aborted(generation, aborted);
  }

  @Override
  public void kept(Generation generation, ConnectionHolder holder, int held, Duration left) {
    next.kept(generation, holder, held, left);
  }

  @Override
  public void sessionsEnded(Generation generation, int ended) {
    next.sessionsEnded(generation, ended);
  }

  @Override
  public void evictionFailed(String pool, Throwable cause) {
    next.evictionFailed(pool, cause);
  }
}
