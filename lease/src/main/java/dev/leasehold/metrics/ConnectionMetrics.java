// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.Generation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Counts the events of a binding's connections. Safe for many threads; a connect pays for one
 * counter, and a borrow for none.
 */
public final class ConnectionMetrics {

  /**
   * When a connection's turn comes, its pool closes it at once if it is idle, else when it is back.
   * The ledger sees that at its next step, which is up to a second later.
   */
  private static final Duration IDLE = Duration.ofSeconds(3);

  private final String binding;
  private final Supplier<Map<Generation, Integer>> open;
  private final LongAdder opened = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder idle = new LongAdder();
  private final LongAdder returned = new LongAdder();
  private final LongAdder aborted = new LongAdder();
  private final LongAdder handedOver = new LongAdder();
  private final Map<String, LongAdder> pinned = new LinkedHashMap<>();

  ConnectionMetrics(String binding, List<String> pins, Supplier<Map<Generation, Integer>> open) {
    this.binding = binding;
    this.open = open;
    for (String reason : pins) {
      pinned.put(reason, new LongAdder());
    }
  }

  /** Counts a connection that was opened. */
  public void opened() {
    opened.increment();
  }

  /** Counts a connect whose credential the database rejected. */
  public void rejected() {
    rejected.increment();
  }

  /** Counts a connect that was refused. */
  public void refused() {
    refused.increment();
  }

  /** Counts a connection of a retired generation that was closed, so long after its turn. */
  public void closed(Duration afterItsTurn) {
    (afterItsTurn.compareTo(IDLE) < 0 ? idle : returned).increment();
  }

  /** Counts connections that were aborted at the deadline. */
  public void aborted(int connections) {
    aborted.add(connections);
  }

  /** Counts a connection that was moved to a new session. */
  public void handedOver() {
    handedOver.increment();
  }

  /**
   * Counts a connection that cannot be moved to a new session.
   *
   * @throws IllegalArgumentException for a reason that was not named when this was made
   */
  public void pinned(String reason) {
    LongAdder count = pinned.get(reason);
    if (count == null) {
      throw new IllegalArgumentException("no reason " + reason);
    }
    count.increment();
  }

  /** Returns whether a connection is open, or is being opened. */
  public boolean isAnyOpen() {
    return open.get().entrySet().stream()
        .anyMatch(each -> each.getKey().binding().equals(binding) && each.getValue() > 0);
  }

  void collect(List<Sample> samples) {
    int current = 0;
    int draining = 0;
    for (Map.Entry<Generation, Integer> each : open.get().entrySet()) {
      if (each.getKey().binding().equals(binding)) {
        current += each.getKey().isRetired() ? 0 : each.getValue();
        draining += each.getKey().isRetired() ? each.getValue() : 0;
      }
    }
    samples.add(Sample.of(MetricName.CONNECTIONS, current, binding, "current"));
    samples.add(Sample.of(MetricName.CONNECTIONS, draining, binding, "draining"));
    samples.add(Sample.of(MetricName.OPENED, opened.sum(), binding));
    samples.add(Sample.of(MetricName.REJECTED, rejected.sum(), binding));
    samples.add(Sample.of(MetricName.REFUSED, refused.sum(), binding));
    samples.add(Sample.of(MetricName.RETIRED, idle.sum(), binding, "idle"));
    samples.add(Sample.of(MetricName.RETIRED, returned.sum(), binding, "returned"));
    samples.add(Sample.of(MetricName.RETIRED, aborted.sum(), binding, "aborted"));
    samples.add(Sample.of(MetricName.HANDED_OVER, handedOver.sum(), binding));
    for (Map.Entry<String, LongAdder> each : pinned.entrySet()) {
      long count = each.getValue().sum();
      samples.add(Sample.of(MetricName.PINNED, count, binding, each.getKey()));
    }
  }
}
