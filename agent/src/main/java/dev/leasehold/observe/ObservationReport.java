// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the steps that injection would have taken with the application's connections, and the
 * requests to the source for it. Writes the counts to the log at the end. Safe for many threads.
 */
public final class ObservationReport implements LeaseListener {

  /** Enough for any application that does not make up URLs as it goes. */
  private static final int MOST_KINDS = 1000;

  private static final String OTHERS = "connections of further kinds";

  private final Log log;
  private final Map<String, LongAdder> connections = new ConcurrentSkipListMap<>();
  private final Map<String, LeaseCounters> leases = new ConcurrentSkipListMap<>();
  private final Map<String, String> paths = new ConcurrentHashMap<>();

  /** Makes a report that nothing is in yet. */
  public ObservationReport(Log log) {
    this.log = log;
  }

  /** Makes a binding known, so that the report has a line for it in any case. */
  public void binding(String name, String credsPath) {
    paths.put(name, credsPath);
    leases.put(name, new LeaseCounters());
  }

  /**
   * Counts a connection, and writes a line for the first connection of its kind.
   *
   * @param what the connection, and the action that was left out; no secret
   */
  public void connection(String what) {
    String kind = connections.size() < MOST_KINDS || connections.containsKey(what) ? what : OTHERS;
    LongAdder count = connections.get(kind);
    if (count == null) {
      count = connections.computeIfAbsent(kind, first -> new LongAdder());
      log.info("observed, not touched: " + kind);
    }
    count.increment();
  }

  @Override
  public void published(Generation generation, String reason) {
    of(generation.binding()).fetched.increment();
  }

  @Override
  public void renewed(Generation generation) {
    of(generation.binding()).renewed.increment();
  }

  @Override
  public void revoked(String binding, Lease lease) {
    of(binding).revoked.increment();
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    of(binding).failed(operation + ": " + cause.getMessage());
  }

  /** Writes the whole of it. */
  public void write() {
    log.info("observed, with no connection touched:");
    if (connections.isEmpty()) {
      log.info("observed: no connection through a driver that Leasehold knows");
    }
    connections.forEach((kind, count) -> log.info("observed: " + count + " x " + kind));
    leases.forEach(
        (name, count) ->
            log.info("observed: binding " + name + " on " + paths.get(name) + ": " + count));
  }

  private LeaseCounters of(String binding) {
    return leases.computeIfAbsent(binding, name -> new LeaseCounters());
  }
}
