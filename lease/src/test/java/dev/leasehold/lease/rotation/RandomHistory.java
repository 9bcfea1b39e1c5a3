// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a rotation. A source, a database and an application act by a seed, and the
 * clock jumps. The promises are checked after each step.
 */
final class RandomHistory implements RotationActions {

  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final LeaseBook book = new LeaseBook(clock);
  private final Rotation rotation;
  private final RandomAnswers answers;
  private final Coverage coverage;
  private final Set<LeasedGeneration> current = new LinkedHashSet<>();
  private final List<LeasedGeneration> draining = new ArrayList<>();
  private final List<LeasedGeneration> retired = new ArrayList<>();
  private final Set<LeasedGeneration> hanging = new HashSet<>();
  private final StringBuilder log = new StringBuilder();
  private final List<Target> targets = new ArrayList<>();
  private final List<Runnable> probes = new ArrayList<>();
  private LateTargets lateTargets = LateTargets.NONE;
  private @Nullable Supplier<RandomAnswers.Told> operation;
  private @Nullable LeasedGeneration handedOut;
  private @Nullable Duration alarm;
  private long published;
  private boolean emergencies;

  /** Whether connects may hang: their generations drain when they like, if at all. */
  private final boolean hangs;

  private RotationPhase before = RotationPhase.NEW;

  RandomHistory(long seed, Coverage coverage) {
    this.random = new Random(seed);
    this.coverage = coverage;
    Duration age = random.nextInt(3) == 0 ? Duration.ofSeconds(5 + random.nextInt(30)) : null;
    RotationPolicy policy =
        new RotationPolicy(
            Duration.ofSeconds(5), 0.66, age, Duration.ofSeconds(30), Jitter.of("pod-" + seed));
    this.rotation = new Rotation("orders", policy, clock, this);
    for (int number = random.nextInt(4); number >= 0; number--) {
      targets.add(Target.of("db" + number, 5432, "orders"));
    }
    this.answers = new RandomAnswers(random, rotation, book, targets);
    this.hangs = random.nextInt(4) == 0;
  }

  /** Lives {@code steps} steps and closes. Throws with the whole history if a promise is broken. */
  void live(int steps) {
    try {
      if (random.nextInt(50) > 0) {
        begin();
        for (int i = 0; i < steps; i++) {
          anything();
        }
      }
      step("close", this::close);
      for (int i = 0; i < 10; i++) {
        anything();
      }
      answer();
      step("close", this::close);
      assertThat(book.owed()).as("leases left").isZero();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("after" + log, e);
    }
  }

  private void begin() {
    while (random.nextInt(4) == 0) {
      somebodyElse(random.nextInt(7));
    }
    if (rotation.phase() == RotationPhase.NEW) {
      step("start", rotation::start);
    }
  }

  private void close() {
    rotation.close();
    handedOut = null;
  }

  private void anything() {
    abortWhatIsPastItsTime();
    int dice = random.nextInt(100);
    if (dice < 42) {
      answer();
    } else if (dice < 66) {
      passTime();
    } else if (dice < 76 && !draining.isEmpty()) {
      drain(draining.get(random.nextInt(draining.size())));
    } else if (dice < 88) {
      any(current, generation -> applicationSays(generation, "current"));
    } else if (dice < 93) {
      any(retired, generation -> applicationSays(generation, "retired"));
    } else if (dice < 95 && !probes.isEmpty()) {
      emergencies = true; // Nobody may take it any more.
      step("answered", probes.remove(random.nextInt(probes.size())));
    } else {
      somebodyElse(random.nextInt(7));
    }
  }

  private void any(Iterable<LeasedGeneration> some, Consumer<LeasedGeneration> event) {
    List<LeasedGeneration> all = new ArrayList<>();
    some.forEach(all::add);
    if (!all.isEmpty()) {
      event.accept(all.get(random.nextInt(all.size())));
    }
  }

  private void applicationSays(LeasedGeneration generation, String which) {
    Target at = targets.get(random.nextInt(targets.size()));
    switch (random.nextInt(3)) {
      case 0 -> {
        emergencies |= which.equals("current");
        step("rejected " + which, () -> rotation.rejected(generation, at, "28P01"));
      }
      case 1 -> step("suspect " + which, () -> rotation.suspect(generation, at, "42501"));
      default -> step("accepted " + which, () -> rotation.accepted(generation, at));
    }
  }

  private void somebodyElse(int dice) {
    switch (dice) {
      case 0 -> step("wake", rotation::wake);
      case 1 -> step("remind", rotation::remind);
      case 2 -> lose();
      case 3 -> {
        clock.jump(Duration.ofSeconds(random.nextInt(180) - 90));
        step("wake", rotation::wake);
      }
      case 4 -> {
        if (answers.areOfAFile()) {
          step("source changed", rotation::sourceChanged);
        }
      }
      default -> step("rotate", () -> rotation.rotate("asked"));
    }
  }

  /** The JVM had no memory for an answer, or for something else. */
  private void lose() {
    operation = null;
    LostEvents lost = new LostEvents(rotation);
    lost.add(new OutOfMemoryError("in a test"));
    step("lost", lost::makeUp);
  }

  private void answer() {
    Supplier<RandomAnswers.Told> asked = operation;
    if (asked != null) {
      operation = null;
      RandomAnswers.Told answer = asked.get();
      emergencies |= answer.emergency();
      step(answer.name(), answer.event());
    }
  }

  /** The ledger's work at a deadline. */
  private void abortWhatIsPastItsTime() {
    for (LeasedGeneration generation : List.copyOf(draining)) {
      boolean left = !generation.usableFor(clock.now()).isZero();
      assertThat(generation.isUsable(clock.now())).as("usable while use is left").isEqualTo(left);
      if (!left && !hanging.contains(generation)) {
        drain(generation);
      }
    }
  }

  /** As the ledger does, which asks the generation whether it is held for a target. */
  private void drain(LeasedGeneration generation) {
    if (generation.drain(clock.now())) {
      draining.remove(generation);
      step("drained", () -> rotation.drained(generation));
    }
  }

  private void passTime() {
    Duration next = alarm == null ? Duration.ofSeconds(1) : alarm;
    boolean toAlarm = random.nextInt(4) > 0;
    Duration time = toAlarm ? next : Duration.ofMillis(random.nextInt(20_000));
    clock.advance(time);
    log.append("\n  after ").append(time.toMillis()).append(" ms");
    step("wake", rotation::wake);
  }

  private void step(String what, Runnable event) {
    log.append("\n  ").append(rotation.phase()).append(": ").append(what);
    before = rotation.phase();
    coverage.event(before, what);
    event.run();
    noteMove();
    check();
  }

  private void check() {
    boolean alive =
        rotation.phase() != RotationPhase.CLOSED && rotation.phase() != RotationPhase.NEW;
    if (alive) {
      assertThat(operation != null || alarm != null).as("something will happen").isTrue();
    }
    assertThat(current).as("published and not retired").hasSizeLessThanOrEqualTo(1);
    LeasedGeneration out = handedOut;
    if (out != null) {
      assertThat(current).as("handed out").contains(out);
      assertThat(out.usableFor(clock.now())).as("use left of what is handed out").isPositive();
      assertThat(out.isUsable(clock.now())).as("what is handed out is usable").isTrue();
      assertThat(book.hasRevoked(out.lease())).as("handed out and revoked").isFalse();
    }
    for (LateTarget late : alive ? lateTargets.all() : List.<LateTarget>of()) {
      LeasedGeneration other = late.generation();
      if (other != null) {
        assertThat(draining).as("routed to").contains(other);
        assertThat(other.isInUseAt(late.state().target())).as("held where it is used").isTrue();
        assertThat(book.hasRevoked(other.lease())).as("routed to and revoked").isFalse();
      }
    }
    if (rotation.phase() == RotationPhase.SERVING && book.owed() <= 1) {
      emergencies = false; // The leases that they took are given back.
    }
    if (!emergencies) {
      long held =
          draining.stream()
              .filter(hanging::contains)
              .map(LeasedGeneration::lease)
              .filter(book::isOwed)
              .count();
      assertThat(book.owed() - held).as("roles at once").isLessThanOrEqualTo(2);
    }
  }

  private void begin(Supplier<RandomAnswers.Told> answer) {
    noteMove();
    assertThat(operation).as("operation under way").isNull();
    operation = answer;
    alarm = null;
  }

  private void noteMove() {
    RotationPhase now = rotation.phase();
    if (before.isAboutCurrent() && !before.next().contains(now)) {
      coverage.move(before, RotationPhase.SERVING); // The machine itself throws at a wrong move.
      before = RotationPhase.SERVING;
    }
    if (before != now) {
      coverage.move(before, now);
      before = now;
    }
  }

  private void requireOpen() {
    assertThat(rotation.phase()).as("an order").isNotEqualTo(RotationPhase.CLOSED);
  }

  @Override
  public void fetch() {
    ClockReading asked = clock.now();
    begin(() -> answers.toFetch(asked));
  }

  @Override
  public void validate(Lease lease) {
    assertThat(book.hasRevoked(lease)).as("tried and revoked").isFalse();
    begin(() -> answers.toProof(lease));
  }

  @Override
  public void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but) {
    assertThat(current).as("checked").contains(generation);
    begin(() -> answers.toCheck(generation));
  }

  @Override
  public void renew(LeasedGeneration generation) {
    assertThat(current).as("renewed").contains(generation);
    assertThat(generation.lease().renewable()).as("a lease that is renewed is renewable").isTrue();
    ClockReading asked = clock.now();
    begin(() -> answers.toRenewal(generation, asked));
  }

  @Override
  public void probe(LeasedGeneration generation, Target target) {
    requireOpen();
    probes.add(() -> answers.say(generation.credential(), target));
  }

  @Override
  public void route(LateTargets others) {
    requireOpen();
    lateTargets = others;
  }

  @Override
  public void caughtUp(LeasedGeneration generation, Target target) {}

  @Override
  public void publish(LeasedGeneration generation, LateTargets others, String reason) {
    requireOpen();
    lateTargets = others;
    assertThat(generation.number()).isEqualTo(++published);
    current.add(generation);
    handedOut = generation;
    emergencies |= answers.haveLost(generation.credential()); // In its trial: replaced at once.
    log.append(" -> publish ").append(generation.number()).append(" (").append(reason).append(')');
  }

  @Override
  public void retire(LeasedGeneration generation) {
    requireOpen();
    assertThat(handedOut).as("retired while handed out").isNotSameAs(generation);
    if (current.remove(generation)) {
      draining.add(generation);
      retired.add(generation);
      if (hangs && random.nextInt(3) == 0) {
        hanging.add(generation);
      }
    }
    assertThat(draining).as("retired again").contains(generation);
  }

  @Override
  public void drained(LeasedGeneration generation) {
    assertThat(draining).doesNotContain(generation);
  }

  @Override
  public void revoke(Lease lease) {
    book.revokes(lease);
  }

  @Override
  public void refuse(String cause) {
    requireOpen();
    assertThat(cause).isNotEmpty();
    handedOut = null;
  }

  @Override
  public void renewed(LeasedGeneration generation) {
    assertThat(generation.isRetired()).isFalse();
  }

  @Override
  public void failed(String what, Exception cause, Duration retryIn) {
    assertThat(retryIn).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Override
  public void wakeIn(Duration delay) {
    assertThat(delay).isGreaterThanOrEqualTo(Duration.ZERO);
    alarm = delay;
  }
}
