// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.rotation.TargetsCoverage.Situation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** The ledger in a history: connections of retired generations go one by one. */
final class HistoryLedger {

  /** A connection in a pool. */
  record Pooled(RandomTarget target, LeasedGeneration generation) {}

  private final Random random;
  private final VirtualClock clock;
  private final LeaseBook book;
  private final TargetsCoverage coverage;
  private final List<Pooled> pooled = new ArrayList<>();
  private final List<LeasedGeneration> retired = new ArrayList<>();
  private final Set<LeasedGeneration> drained = new HashSet<>();

  /** The generations that a target has kept open when they had no connection left. */
  private final Set<LeasedGeneration> waiting = new HashSet<>();

  HistoryLedger(Random random, VirtualClock clock, LeaseBook book, TargetsCoverage coverage) {
    this.random = random;
    this.clock = clock;
    this.book = book;
    this.coverage = coverage;
  }

  /** Fails for a generation whose lease may be given back by now. */
  void assertOpen(LeasedGeneration generation, RandomTarget target) {
    assertThat(drained).as("handed out to " + target).doesNotContain(generation);
  }

  void opened(RandomTarget target, LeasedGeneration generation) {
    pooled.add(new Pooled(target, generation));
  }

  void closed(Pooled connection) {
    pooled.remove(connection);
  }

  List<Pooled> pooled() {
    return pooled;
  }

  /** Returns the connections to a target. */
  List<Pooled> of(RandomTarget target) {
    List<Pooled> its = new ArrayList<>(pooled);
    its.removeIf(one -> one.target() != target);
    return its;
  }

  void retire(LeasedGeneration generation) {
    if (!retired.contains(generation)) {
      retired.add(generation);
    }
  }

  /** Returns the generations that are retired and have not drained. */
  List<LeasedGeneration> retired() {
    return retired;
  }

  /** Returns whether a login with a generation would be taken, whether or not it is made. */
  boolean serves(LeasedGeneration generation, RandomTarget target) {
    return generation.isUsable(clock.now())
        && !book.hasRevoked(generation.lease())
        && target.ask(generation.credential()) == TargetAnswer.TAKES;
  }

  /** Returns whether a login with a generation that has not drained would be taken. */
  boolean servesRetired(RandomTarget target) {
    return retired.stream().anyMatch(generation -> serves(generation, target));
  }

  /** Looks at all connections once, and says which generations have drained. */
  void sweep(Consumer<LeasedGeneration> told) {
    pooled.removeIf(
        one ->
            !one.generation().isUsable(clock.now())
                || (retired.contains(one.generation())
                    && !one.generation().isInUseAt(one.target().target)
                    && random.nextInt(3) == 0));
    for (LeasedGeneration generation : List.copyOf(retired)) {
      boolean empty = pooled.stream().noneMatch(one -> one.generation() == generation);
      if (empty && generation.drain(clock.now())) {
        coverage.meetIf(
            waiting.contains(generation) && !generation.isUsable(clock.now()),
            Situation.DEADLINE_ENDS_THE_WAIT);
        retired.remove(generation);
        drained.add(generation);
        told.accept(generation);
      } else if (empty) {
        coverage.meet(Situation.REVOCATION_WAITS);
        waiting.add(generation);
      }
    }
  }
}
