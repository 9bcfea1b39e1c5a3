// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of a binding's leases. A listener that leaves the events of other bindings
 * alone. Safe for many threads.
 */
public final class BindingMetrics implements LeaseListener {

  /** Longer than any pool waits before it asks again for a connection that it was refused. */
  private static final Duration ASKED_FOR = Duration.ofMinutes(5);

  private static final String REFUSED = "connections are refused";

  private final String binding;
  private final LeaseClock clock;
  private final Map<Operation, OperationRecord> operations = OperationRecord.ofAll();
  private final Map<ProbeResult, LongAdder> probes = ProbeResult.counters();
  private final LongAdder faults = new LongAdder();
  private final DurationHistogram fetches = new DurationHistogram();
  private final DurationHistogram drains = new DurationHistogram();
  private final LeaseLife life = new LeaseLife();

  /** The servers that are refused, and when a connection to each was last asked for. */
  private final Map<Target, ClockReading> refused = new ConcurrentHashMap<>();

  private volatile @Nullable Generation current;
  private volatile boolean refusing;

  /** When a connection was last refused for another reason; null for none since a publication. */
  private volatile @Nullable ClockReading lastRefusal;

  private volatile boolean openedSince;
  private volatile boolean observing;
  private volatile BooleanSupplier begun = () -> true;
  private volatile BooleanSupplier served = () -> true;
  private volatile BooleanSupplier connected = () -> false;

  BindingMetrics(String binding, LeaseClock clock) {
    this.binding = binding;
    this.clock = clock;
  }

  /** Returns the binding's name. */
  public String binding() {
    return binding;
  }

  /**
   * Says that no connection is touched, so that no fault of the binding's keeps a connection from
   * service.
   */
  public void observing() {
    observing = true;
  }

  /** Sets the source that knows whether a first lease was asked for; without it, it was. */
  public void begun(BooleanSupplier source) {
    begun = source;
  }

  /** Sets a further condition for the binding to be ready; without it, there is none. */
  public void served(BooleanSupplier source) {
    served = source;
  }

  /** Sets the source that knows whether a connection is open; without it, none is. */
  public void connected(BooleanSupplier source) {
    connected = source;
  }

  /** Returns the probe with its answers counted. */
  public CredentialProbe measured(CredentialProbe probe) {
    return new MeasuredProbe(probe, this);
  }

  void probed(ProbeResult result) {
    LongAdder counter = probes.get(result);
    if (counter != null) {
      counter.increment();
    }
    if (result == ProbeResult.ACCEPTED) {
      of(Operation.PROBE).succeeded(clock.now());
    }
  }

  /** Says that a connection with the current credential was opened, so none is refused. Cheap. */
  public void opened(Generation generation) {
    if (refusing && generation == current) {
      refusing = false;
    }
    if (!openedSince) {
      openedSince = true;
    }
  }

  /** Says that a connection was asked for that is refused. */
  public void refused(Targets targets) {
    ClockReading now = clock.now();
    boolean known = refused.computeIfPresent(targets.whole(), (target, before) -> now) != null;
    for (Target each : targets.each()) {
      known |= refused.computeIfPresent(each, (target, before) -> now) != null;
    }
    if (!known) {
      openedSince = false;
      lastRefusal = now;
    }
  }

  /** Returns whether a connection was refused lately that may be asked for again. */
  private boolean refuses(ClockReading now) {
    ClockReading last = lastRefusal;
    return last != null && now.since(last).compareTo(ASKED_FOR) < 0;
  }

  /** Returns whether connections are served, and the reasons against it. */
  public Readiness readiness() {
    List<String> reasons = new ArrayList<>();
    ClockReading now = clock.now();
    Readiness.State state = state(now, reasons);
    int before = reasons.size();
    addTroubles(reasons, now);
    boolean degraded =
        state == Readiness.State.READY && reasons.size() > before
            || state == Readiness.State.NOT_READY && observing;
    return new Readiness(degraded ? Readiness.State.DEGRADED : state, reasons);
  }

  private Readiness.State state(ClockReading now, List<String> reasons) {
    Generation generation = current;
    boolean hasLease = generation != null && generation.isUsable(now);
    boolean refuses =
        hasLease && refusing || refuses(now) && !openedSince && !connected.getAsBoolean();
    if (!hasLease && begun.getAsBoolean()) {
      reasons.add("no valid lease");
    } else if (refuses) {
      reasons.add(REFUSED);
    } else if (!hasLease) {
      reasons.add("no connection was asked for yet");
      return Readiness.State.IDLE;
    } else if (!served.getAsBoolean()) {
      reasons.add("the credential is not where its program reads it");
    }
    return reasons.isEmpty() ? Readiness.State.READY : Readiness.State.NOT_READY;
  }

  private void addTroubles(List<String> reasons, ClockReading now) {
    for (Map.Entry<Operation, OperationRecord> each : operations.entrySet()) {
      OperationRecord.Trouble trouble = each.getValue().trouble(now);
      if (trouble != null && each.getKey() != Operation.ROTATE) {
        long seconds = now.since(trouble.since).getSeconds();
        reasons.add(each.getKey().text() + " fails for " + seconds + " s: " + trouble.reason);
      }
    }
    if (refuses(now) && !reasons.contains(REFUSED)) {
      reasons.add("connections are refused, while others are open or were opened since");
    }
    int asked = 0;
    for (ClockReading at : refused.values()) {
      asked += now.since(at).compareTo(ASKED_FOR) < 0 ? 1 : 0;
    }
    if (asked > 0) {
      reasons.add("servers that take no credential, while another does: " + asked);
    }
  }

  void collect(List<Sample> samples) {
    ClockReading now = clock.now();
    Generation generation = usable(now);
    add(samples, MetricName.READY, isReady() ? 1 : 0);
    add(samples, MetricName.GENERATION, generation == null ? 0 : generation.number());
    Lease lease = generation == null ? null : generation.lease();
    Duration age = generation == null ? null : now.since(generation.bornAt());
    add(samples, MetricName.LEASE_REMAINING, seconds(lease == null ? null : lease.remaining(now)));
    add(samples, MetricName.LEASE_DURATION, seconds(lease == null ? null : life.duration()));
    add(samples, MetricName.CREDENTIAL_AGE, seconds(age));
    for (Map.Entry<Operation, OperationRecord> each : operations.entrySet()) {
      collect(samples, each.getKey(), each.getValue(), now);
    }
    for (Map.Entry<ProbeResult, LongAdder> each : probes.entrySet()) {
      String result = each.getKey().text();
      samples.add(Sample.of(MetricName.PROBES, each.getValue().sum(), binding, result));
    }
    add(samples, MetricName.FAULTS, faults.sum());
    samples.add(Sample.of(MetricName.FETCH_DURATION, fetches.snapshot(), binding));
    samples.add(Sample.of(MetricName.DRAIN_DURATION, drains.snapshot(), binding));
  }

  /** Returns the current generation; null once its lease has ended. */
  private @Nullable Generation usable(ClockReading now) {
    Generation generation = current;
    return generation != null && generation.isUsable(now) ? generation : null;
  }

  private void collect(
      List<Sample> samples, Operation operation, OperationRecord record, ClockReading now) {
    String name = operation.text();
    MetricName counter = counter(operation);
    if (counter != null) {
      samples.add(Sample.of(counter, record.successes(), binding, "success"));
      samples.add(Sample.of(counter, record.failures(), binding, "failure"));
    }
    boolean fails = record.trouble(now) != null;
    samples.add(Sample.of(MetricName.FAILING, fails ? 1 : 0, binding, name));
    ClockReading success = record.lastSuccess();
    double since = seconds(success == null ? null : now.since(success));
    samples.add(Sample.of(MetricName.SINCE_SUCCESS, since, binding, name));
    if (operation != Operation.ROTATE) {
      for (Map.Entry<String, LongAdder> each : record.failuresByReason().entrySet()) {
        long count = each.getValue().sum();
        samples.add(Sample.of(MetricName.FAILURES, count, binding, name, each.getKey()));
      }
    }
  }

  private static @Nullable MetricName counter(Operation operation) {
    switch (operation) {
      case FETCH:
        return MetricName.FETCHES;
      case ROTATE:
        return MetricName.ROTATIONS;
      case RENEW:
        return MetricName.RENEWALS;
      case REVOKE:
        return MetricName.REVOCATIONS;
      default:
        return null;
    }
  }

  private boolean isReady() {
    Readiness.State state = readiness().state();
    return state == Readiness.State.READY || state == Readiness.State.DEGRADED;
  }

  private void add(List<Sample> samples, MetricName metric, double value) {
    samples.add(Sample.of(metric, value, binding));
  }

  /** Returns a time in seconds; of none, no number. */
  static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.toMillis() / 1_000.0;
  }

  private OperationRecord of(Operation operation) {
    OperationRecord record = operations.get(operation);
    if (record == null) {
      throw new IllegalStateException("no record of " + operation);
    }
    return record;
  }

  private boolean isOurs(Generation generation) {
    return generation.binding().equals(binding);
  }

  @Override
  public void fetched(String of, Lease lease, Duration took) {
    if (of.equals(binding)) {
      fetches.record(took);
      of(Operation.FETCH).succeeded(clock.now());
    }
  }

  @Override
  public void published(Generation generation, String reason) {
    if (isOurs(generation)) {
      life.begin(generation.lease());
      current = generation;
      refusing = false;
      lastRefusal = null;
      refused.clear();
      of(Operation.ROTATE).succeeded(clock.now());
      of(Operation.FETCH).passed(); // A file's next credential comes by a renewal.
      of(Operation.PROBE).passed();
      of(Operation.RENEW).passed();
    }
  }

  @Override
  public void renewed(Generation generation) {
    if (isOurs(generation)) {
      life.renew(generation.lease());
      of(Operation.RENEW).succeeded(clock.now());
    }
  }

  @Override
  public void drained(Generation generation, Duration after) {
    if (isOurs(generation)) {
      drains.record(after);
    }
  }

  @Override
  public void revoked(String of, Lease lease) {
    if (of.equals(binding)) {
      of(Operation.REVOKE).succeeded(clock.now());
    }
  }

  @Override
  public void failed(String of, String operation, Exception cause, Duration retryIn) {
    if (!of.equals(binding)) {
      return;
    }
    Operation known = Operation.of(operation);
    String reason = reason(cause);
    if (known == null || reason.equals(Operation.FAULT)) {
      faults.increment();
    }
    if (known == null) {
      return;
    }
    ClockReading now = clock.now();
    of(known).failed(now, reason, retryIn);
    if (known == Operation.FETCH || known == Operation.PROBE) {
      of(Operation.ROTATE).failed(now, reason, retryIn);
    }
  }

  /** Returns the kind of a failure: one of few words, and none of its message. */
  private static String reason(Exception cause) {
    if (cause instanceof LeaseException) {
      return Operation.reason(((LeaseException) cause).kind());
    }
    return cause instanceof SQLException ? Operation.DATABASE : Operation.FAULT;
  }

  @Override
  public void caughtUp(Generation generation, Target target) {
    if (isOurs(generation)) {
      refused.remove(target);
      refusing = false;
      lastRefusal = null;
    }
  }

  @Override
  public void lagging(
      Generation generation, Target target, @Nullable Generation instead, String said) {
    if (isOurs(generation)) {
      refused.remove(target);
    }
  }

  @Override
  public void refusing(Generation generation, Target target, String said) {
    if (isOurs(generation)) {
      refused.put(target, clock.now());
    }
  }

  @Override
  public void refusing(String of, String cause) {
    if (of.equals(binding)) {
      refusing = true;
    }
  }
}
