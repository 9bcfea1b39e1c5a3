// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.health;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.MetricName;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to a binding's leases, and tells another listener of it. Safe for many
 * threads.
 */
public final class BindingMetrics implements LeaseListener {

  private static final double MILLIS = 1_000.0;

  private final String binding;
  private final LeaseListener next;
  private final LeaseClock clock;
  private final AtomicLong rotations = new AtomicLong();
  private final AtomicLong renewals = new AtomicLong();
  private final AtomicLong revocations = new AtomicLong();
  private final Map<String, AtomicLong> failures = new ConcurrentSkipListMap<>();
  private volatile @Nullable Generation current;
  private volatile BooleanSupplier ready = () -> false;

  /** Makes counters that begin at zero. */
  public BindingMetrics(String binding, LeaseListener next, LeaseClock clock) {
    this.binding = binding;
    this.next = next;
    this.clock = clock;
    for (String operation : new String[] {"fetch", "renew", "revoke"}) {
      failures.put(operation, new AtomicLong());
    }
  }

  /** Says what knows whether the credential is where its program reads it. */
  public void ready(BooleanSupplier source) {
    ready = source;
  }

  String binding() {
    return binding;
  }

  boolean isReady() {
    return ready.getAsBoolean();
  }

  /** Returns the values of a metric by their labels, without those of the binding. */
  Map<String, Double> values(MetricName metric) {
    Generation generation = current;
    return switch (metric) {
      case READY -> one(isReady() ? 1 : 0);
      case GENERATION -> one(generation == null ? 0 : generation.number());
      case LEASE_REMAINING ->
          one(
              generation == null
                  ? 0
                  : generation.lease().remaining(clock.now()).toMillis() / MILLIS);
      case ROTATIONS -> one(rotations.get());
      case RENEWALS -> one(renewals.get());
      case REVOCATIONS -> one(revocations.get());
      case FAILURES -> {
        Map<String, Double> values = new TreeMap<>();
        failures.forEach(
            (operation, count) ->
                values.put(",operation=\"" + operation + "\"", (double) count.get()));
        yield values;
      }
    };
  }

  private static Map<String, Double> one(double value) {
    return Map.of("", value);
  }

  @Override
  public void published(Generation generation, String reason) {
    current = generation;
    rotations.incrementAndGet();
    next.published(generation, reason);
  }

  @Override
  public void renewed(Generation generation) {
    renewals.incrementAndGet();
    next.renewed(generation);
  }

  @Override
  public void retired(Generation generation) {
    next.retired(generation);
  }

  @Override
  public void drained(Generation generation, Duration after) {
    next.drained(generation, after);
  }

  @Override
  public void revoked(String of, Lease lease) {
    revocations.incrementAndGet();
    next.revoked(of, lease);
  }

  @Override
  public void failed(String of, String operation, Exception cause, Duration retryIn) {
    failures.computeIfAbsent(operation, each -> new AtomicLong()).incrementAndGet();
    next.failed(of, operation, cause, retryIn);
  }

  @Override
  public void refusing(String of, String cause) {
    current = null;
    next.refusing(of, cause);
  }
}
