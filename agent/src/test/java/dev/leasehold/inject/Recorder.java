// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.retire.ConnectionHolder;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.RetirementListener;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lets a test wait for the events of a generation. */
final class Recorder implements LeaseListener, RetirementListener {

  private final Map<String, CompletableFuture<Integer>> events = new ConcurrentHashMap<>();
  private final Map<String, Integer> holders = new ConcurrentHashMap<>();
  private final Set<String> pins = ConcurrentHashMap.newKeySet();
  private final AtomicInteger handedOver = new AtomicInteger();
  private final Set<Target> late = ConcurrentHashMap.newKeySet();

  /** Returns how many connections are kept, by holder. */
  Map<String, Integer> holders() {
    return Map.copyOf(holders);
  }

  /** Returns why connections could not be moved. */
  Set<String> pins() {
    return Set.copyOf(pins);
  }

  /** Returns how many connections were moved. */
  int handedOver() {
    return handedOver.get();
  }

  /** Returns the targets of which it was said that they do not take a generation yet. */
  Set<Target> late() {
    return Set.copyOf(late);
  }

  int await(String event, long generation) {
    return event(event, generation).orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Does something when an event happens, on its thread. */
  void when(String event, long generation, Runnable action) {
    CompletableFuture<Void> ignored = event(event, generation).thenRun(action);
  }

  boolean happened(String event, long generation) {
    return event(event, generation).isDone();
  }

  @Override
  public void published(Generation generation, String reason) {
    event("published", generation.number()).complete(0);
  }

  @Override
  public void retired(Generation generation) {
    event("retired", generation.number()).complete(0);
  }

  @Override
  public void drained(Generation generation, Duration after) {
    event("drained", generation.number()).complete(0);
  }

  @Override
  public void lagging(
      Generation current, Target target, @Nullable Generation instead, String said) {
    late.add(target);
  }

  @Override
  public void refusing(String binding, String cause) {
    event("refusing", 0).complete(0);
  }

  @Override
  public void aborted(Generation generation, int connections) {
    event("aborted", generation.number()).complete(connections);
  }

  @Override
  public void kept(Generation generation, ConnectionHolder holder, int connections, Duration left) {
    holders.merge(holder.toString(), connections, Integer::sum);
    event("kept", generation.number()).complete(connections);
  }

  @Override
  public void handedOver(Generation generation) {
    handedOver.incrementAndGet();
    event("handedOver", generation.number()).complete(0);
  }

  @Override
  public void pinned(
      Generation generation,
      @Nullable ConnectionHolder holder,
      int open,
      HandOverResult why,
      Duration left) {
    pins.add(why.reason());
    event("pinned", generation.number()).complete(open);
  }

  @Override
  public void sessionsEnded(Generation generation, int connections) {
    event("sessionsEnded", generation.number()).complete(connections);
  }

  @Override
  public void evictionFailed(String pool, Throwable cause) {
    throw new AssertionError(pool, cause);
  }

  private CompletableFuture<Integer> event(String event, long generation) {
    return events.computeIfAbsent(event + generation, name -> new CompletableFuture<>());
  }
}
