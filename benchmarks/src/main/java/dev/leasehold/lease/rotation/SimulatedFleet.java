// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Many processes, each with the rotation's real state machine, on one virtual clock. Counts their
 * requests to Vault, second by second. No network and no thread; the same each time.
 */
public final class SimulatedFleet implements LeaseClock {

  private static final int NANOS = 1_000_000_000;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Terms terms;
  private final int[] fetches;
  private final int[] renewals;
  private long time;
  private long sequence;

  /**
   * The terms that Vault grants.
   *
   * @param ttl how long a lease lasts without renewal
   * @param maxTtl how long it can be renewed for
   */
  public record Terms(Duration ttl, Duration maxTtl) {}

  private record Event(long at, long sequence, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private SimulatedFleet(Terms terms, Duration length) {
    this.terms = terms;
    this.fetches = new int[(int) length.toSeconds() + 1];
    this.renewals = new int[fetches.length];
  }

  /**
   * Lives through a time.
   *
   * @param processes how many, all started within the first second
   * @param jitter whether each has an identity of its own, as in a cluster; else all have the same
   */
  public static SimulatedFleet run(int processes, boolean jitter, Terms terms, Duration length) {
    SimulatedFleet fleet = new SimulatedFleet(terms, length);
    Random starts = new Random(1);
    for (int i = 0; i < processes; i++) {
      Jitter own = Jitter.of(jitter ? "orders-" + i : "orders");
      SimulatedProcess process = new SimulatedProcess(fleet, own);
      fleet.after(Duration.ofNanos(starts.nextInt(NANOS)), process::start);
    }
    fleet.liveUntil(length.toNanos());
    return fleet;
  }

  /** Returns how many credentials were fetched in each second. */
  public int[] fetches() {
    return fetches.clone();
  }

  /** Returns how many requests were made in each second, renewals included. */
  public int[] requests() {
    int[] all = fetches.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] += renewals[i];
    }
    return all;
  }

  Terms terms() {
    return terms;
  }

  void fetching() {
    fetches[second()]++;
  }

  void renewing() {
    renewals[second()]++;
  }

  void after(Duration delay, Runnable what) {
    events.add(new Event(time + delay.toNanos(), sequence++, what));
  }

  private void liveUntil(long end) {
    for (Event next = events.poll(); next != null && next.at <= end; next = events.poll()) {
      time = next.at;
      next.what.run();
    }
  }

  private int second() {
    return (int) (time / NANOS);
  }

  @Override
  public long nanos() {
    return time;
  }

  @Override
  public long wallMillis() {
    return time / 1_000_000;
  }
}
