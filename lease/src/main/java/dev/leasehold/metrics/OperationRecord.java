// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The successes and failures of one operation of a binding. Safe for many threads. */
final class OperationRecord {

  /** The time since which the operation fails, and the cause. */
  static final class Trouble {
    final ClockReading since;
    final String reason;
    private final ClockReading last;
    private final Duration lasts;

    private Trouble(ClockReading since, String reason, ClockReading last, Duration lasts) {
      this.since = since;
      this.reason = reason;
      this.last = last;
      this.lasts = lasts;
    }
  }

  /**
   * The time after which an overdue next try is taken for abandoned. A lease whose revocation fails
   * ends by itself, and nobody is told of that.
   */
  private static final Duration ABANDONED = Duration.ofMinutes(2);

  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private volatile @Nullable ClockReading lastSuccess;
  private volatile @Nullable Trouble trouble;

  static Map<Operation, OperationRecord> ofAll() {
    Map<Operation, OperationRecord> all = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      OperationRecord record = new OperationRecord();
      for (String reason : operation.reasons()) { // From zero on, so that a rate sees the first.
        record.failures.put(reason, new LongAdder());
      }
      all.put(operation, record);
    }
    return all;
  }

  void succeeded(ClockReading now) {
    succeeded.increment();
    lastSuccess = now;
    trouble = null;
  }

  /** Takes note that the earlier trouble is over, whether or not the operation was tried again. */
  void passed() {
    trouble = null;
  }

  void failed(ClockReading now, String reason, Duration retryIn) {
    failed.increment();
    failures.computeIfAbsent(reason, each -> new LongAdder()).increment();
    Trouble before = trouble(now);
    ClockReading since = before == null ? now : before.since;
    trouble = new Trouble(since, reason, now, retryIn.plus(ABANDONED));
  }

  long successes() {
    return succeeded.sum();
  }

  long failures() {
    return failed.sum();
  }

  Map<String, LongAdder> failuresByReason() {
    return failures;
  }

  @Nullable ClockReading lastSuccess() {
    return lastSuccess;
  }

  /** Returns how its last try failed; null when it did not, or is tried no more. */
  @Nullable Trouble trouble(ClockReading now) {
    Trouble found = trouble;
    return found == null || now.since(found.last).compareTo(found.lasts) > 0 ? null : found;
  }
}
