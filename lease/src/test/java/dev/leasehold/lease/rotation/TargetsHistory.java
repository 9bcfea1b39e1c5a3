// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.rotation.HistoryLedger.Pooled;
import dev.leasehold.lease.rotation.TargetsCoverage.Situation;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a binding with several targets, that lag, reject, die and come back. Pools
 * connect to each target, and a ledger lets connections go. The promises are checked after each
 * step.
 */
final class TargetsHistory extends NotedActions implements CredentialProbe {

  private static final Duration TTL = Duration.ofMinutes(10);

  /** So short that its deadline comes within a history. */
  private static final Duration SHORT_TTL = Duration.ofSeconds(100);

  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final LeaseBook book = new LeaseBook(clock);
  private final RandomTarget.Roles roles = new RandomTarget.Roles(clock);
  private final List<RandomTarget> targets;
  private final Set<Target> reached = new LinkedHashSet<>();
  private final Timeline timeline;
  private final CurrentCredential currentCredential;
  private final Rotation rotation;
  private final GuardedTrials trials;
  private final CredentialProbes probes;
  private final HistoryLedger ledger;
  private final ServiceCheck service;
  private final HeardAnswers heard;
  private final RevocationCheck revocations;
  private final TargetsCoverage coverage;
  private final Duration ttl;
  private final Set<RandomTarget> idle = new HashSet<>();
  private final CountedFetches fetches = new CountedFetches(clock);
  private LateTargets lateTargets = LateTargets.NONE;
  private @Nullable LeasedGeneration current;
  private @Nullable Duration alarm;
  private boolean emergencies;
  private final boolean disturbed;
  private final Disturbances disturbances;
  private final boolean calm; // The primary never dies, and no role is dropped on it but by us.

  /** Makes a history in which there may be more than the targets' acts. */
  TargetsHistory(long seed, boolean disturbed, TargetsCoverage coverage) {
    this.disturbed = disturbed;
    this.coverage = coverage;
    this.random = new Random(seed);
    this.timeline = new Timeline(clock, random);
    currentCredential = new CurrentCredential("orders", Duration.ofSeconds(30), clock, () -> "");
    Duration age = random.nextBoolean() ? Duration.ofSeconds(30 + random.nextInt(90)) : null;
    RotationPolicy policy =
        new RotationPolicy(
            Duration.ofSeconds(5), 0.66, age, Duration.ofSeconds(30), Jitter.of("pod-" + seed));
    this.rotation = new Rotation("orders", policy, clock, this);
    this.trials = new GuardedTrials(timeline);
    this.disturbances = new Disturbances(random, clock, rotation, trials);
    this.probes = new CredentialProbes(this, trials, rotation, Duration.ofSeconds(1));
    this.calm = random.nextInt(3) > 0;
    this.targets = RandomTarget.draw(random, roles);
    this.heard = new HeardAnswers(targets.get(0).target);
    this.ledger = new HistoryLedger(random, clock, book, coverage);
    this.service = new ServiceCheck(clock, ledger, disturbances, heard, calm);
    this.revocations = new RevocationCheck(clock, targets, roles, heard, ledger);
    this.ttl = disturbed && random.nextInt(4) == 0 ? SHORT_TTL : TTL;
    if (disturbed) {
      drawDrivers(seed);
    }
  }

  /** Draws but for the replicas apart, so that a history that was pinned stays as it is. */
  private void drawDrivers(long seed) {
    RandomGenerator others = new SplittableRandom(seed);
    for (RandomTarget target : targets) {
      target.drawDriver(target.kind == RandomTarget.Kind.REPLICA ? random : others, coverage);
    }
  }

  /** Lives {@code steps} steps and closes. Throws with the whole history if a promise is broken. */
  void live(int steps) {
    try {
      rotation.start();
      for (int i = 0; i < steps; i++) {
        step();
      }
      rotation.close();
      timeline.pass(Duration.ofMinutes(1));
      assertThat(book.owed()).as("leases left").isZero();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("after" + noted(), e);
    }
  }

  private void step() {
    pass(Duration.ofMillis(50 + random.nextInt(1_000)));
    if (random.nextInt(25) == 0) {
      change(targets.get(random.nextInt(targets.size())));
    }
    if (random.nextInt(60) == 0) {
      note("rotation asked for");
      rotation.rotate("asked");
      fetches.asked();
    }
    if (!calm && random.nextInt(80) == 0 && current != null) {
      note("an operator drops the role of " + current);
      roles.drop(current.credential());
      emergencies = true;
    }
    if (random.nextInt(100) == 0) {
      RandomTarget some = targets.get(random.nextInt(targets.size()));
      boolean more = idle.remove(some) || !idle.add(some);
      note(some + (more ? " is used again" : " is not used"));
    }
    if (disturbed && current != null) {
      disturbances.elsewhere(current, reached);
      disturbances.connections(ledger.pooled());
      emergencies |= !calm && disturbances.purges(current, roles);
    }
    targets.forEach(this::usePool);
    sweep();
    check();
  }

  private void change(RandomTarget target) {
    if (target.kind != RandomTarget.Kind.PRIMARY || !calm) {
      note(target.change(random, coverage));
      emergencies = true;
    }
  }

  /** The rotation's own look each second, and sooner if it asked for that. */
  private void pass(Duration time) {
    Duration left = time;
    while (!left.isZero()) {
      Duration next = alarm != null && alarm.compareTo(left) < 0 ? alarm : left;
      alarm = null;
      timeline.pass(next.isZero() ? Duration.ofMillis(1) : next);
      rotation.wake();
      left =
          left.minus(next).isNegative() || next.isZero() ? left.minusMillis(1) : left.minus(next);
      left = left.isNegative() ? Duration.ZERO : left;
    }
  }

  /** A pool that holds three connections, of which one connection is closed now and then. */
  private void usePool(RandomTarget target) {
    List<Pooled> mine = ledger.of(target);
    if (!mine.isEmpty() && random.nextInt(5) == 0) {
      ledger.closed(mine.remove(random.nextInt(mine.size())));
    }
    if (idle.contains(target)) {
      service.unwanted(target);
    } else if (mine.size() < 3) {
      connect(target);
    }
  }

  private void connect(RandomTarget target) {
    Targets there = Targets.of(target.target);
    LateTarget late = lateTargets.to(target.target);
    if (late != null) {
      late.state().want(); // As the gate does for connects that wait.
      coverage.routed(late);
    }
    LeasedGeneration generation = currentCredential.ready(there, null);
    boolean again = generation != null && generation == current && rejects(target, generation);
    coverage.meetIf(rotation.breaking && again, Situation.IS_OFFERED_AGAIN_BY_THE_BREAKER);
    boolean served = generation != null && logIn(target, generation, true);
    if (generation != null && !served && target.isUp()) {
      served = connectAgain(target, generation);
    }
    service.connected(target, served, current);
  }

  /** Connects with the generation for the target once it is known to have rejected another. */
  private boolean connectAgain(RandomTarget target, LeasedGeneration rejected) {
    RejectedGeneration rejection = new RejectedGeneration(rejected);
    emergencies |= !heard.someTakes(rejected);
    rotation.rejected(rejected, target.target, "28P01");
    rejection.heard();
    LeasedGeneration other =
        currentCredential.ready(Targets.of(target.target), rejection.excluded());
    boolean served = other != null && logIn(target, other, false);
    if (other != null && !served && target.isUp() && !target.canBeAsked()) {
      rotation.rejected(other, target.target, "28P01"); // Each login is a login of its own.
    }
    boolean alone = served && rejected == current && !heard.someTakes(rejected);
    coverage.meetIf(
        alone && rotation.phase() == RotationPhase.SERVING, Situation.IS_LATE_AND_SERVED_ALONE);
    return served;
  }

  private boolean rejects(RandomTarget target, LeasedGeneration generation) {
    return heard.on(generation, target.target) == TargetAnswer.REJECTS;
  }

  /** Logs in; the first time for one connect, or again. JDBC tells of no second rejection. */
  private boolean logIn(RandomTarget target, LeasedGeneration generation, boolean first) {
    ledger.assertOpen(generation, target);
    TargetAnswer answer = target.ask(generation.credential());
    note(target + " with " + generation.number() + ": " + answer);
    if (first || answer == TargetAnswer.TAKES || !target.canBeAsked()) {
      heard.tell(target.target, generation.credential(), answer, current);
    }
    if (answer != TargetAnswer.SILENT && target.canBeAsked()) {
      reached.add(target.target);
    }
    if (answer != TargetAnswer.TAKES) {
      boolean elsewhere = targets.stream().anyMatch(other -> ledger.serves(generation, other));
      coverage.meetIf(
          answer == TargetAnswer.REJECTS && elsewhere, Situation.REJECTS_WHAT_ANOTHER_TAKES);
      return false;
    }
    coverage.meetIf(generation != current, Situation.IS_SERVED_BY_THE_ONE_BEFORE);
    trials.bind(targets).ifPresent(rotation::keep); // For good, at the first login.
    ledger.opened(target, generation);
    if (rotation.isNews(generation, target.target)) {
      rotation.accepted(generation, target.target);
    }
    return true;
  }

  private void sweep() {
    ledger.sweep(
        generation -> {
          note("drained " + generation.number());
          rotation.drained(generation);
        });
  }

  private void check() {
    fetches.check();
    coverage.meetIf(fetches.areUsedUp(), Situation.FETCHES_ARE_LIMITED);
    book.assertNoneRevoked(lateTargets);
    lateTargets.all().forEach(late -> trials.assertInside(late.state().target()));
    emergencies &= rotation.phase() != RotationPhase.SERVING || book.owed() > 1;
    if (!emergencies) {
      assertThat(book.owed()).as("roles at once").isLessThanOrEqualTo(2);
    }
  }

  @Override
  String moment() {
    return clock.nanos() / 1_000_000 + " " + rotation.phase();
  }

  @Override
  public void fetch() {
    ClockReading asked = clock.now();
    timeline.tellIn(Duration.ofMillis(random.nextInt(200)), () -> answerFetch(asked));
  }

  /** Makes a role on the primary, if that is up. */
  private void answerFetch(ClockReading asked) {
    if (!targets.get(0).isUp()) {
      rotation.fetchFailed(new LeaseException(LeaseException.Kind.UNAVAILABLE, "primary is down"));
      return;
    }
    Lease lease = book.grants(Leases.granted(book.nextId(), asked, ttl, true, true));
    roles.make(lease.credential());
    fetches.fetched();
    note("fetched " + lease.credential().username());
    rotation.fetched(lease);
  }

  @Override
  public void renew(LeasedGeneration generation) {
    ClockReading asked = clock.now();
    timeline.tell(
        () -> {
          boolean atMaximum = random.nextBoolean();
          Duration granted = atMaximum ? ttl.dividedBy(2) : ttl;
          Lease renewal = generation.lease().renewed(asked, granted, true);
          rotation.renewed(generation, book.grants(renewal));
        });
  }

  @Override
  public List<Target> targets() {
    return new ArrayList<>(reached);
  }

  @Override
  public Verdict tryOut(Credential credential, Target target) throws SQLException {
    RandomTarget known = known(target);
    if (trials.isOutside(target) || (known != null && !known.canBeAsked())) {
      return Verdict.UNTRIED; // As a probe that has forgotten it meanwhile.
    }
    TargetAnswer answer = known == null ? TargetAnswer.REJECTS : known.ask(credential);
    note("probe at " + target.host() + " with " + credential.username() + ": " + answer);
    heard.tell(target, credential, answer, current);
    if (answer != TargetAnswer.TAKES) {
      boolean rejects = answer == TargetAnswer.REJECTS;
      throw new SQLException(rejects ? "no such role" : "away", rejects ? "28P01" : "08001");
    }
    return Verdict.ACCEPTED;
  }

  private @Nullable RandomTarget known(Target target) {
    return targets.stream().filter(one -> one.target.equals(target)).findFirst().orElse(null);
  }

  @Override
  public void validate(Lease lease) {
    probes.validate(lease);
  }

  @Override
  public void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but) {
    note("check");
    emergencies = true; // It may find that no target takes it.
    probes.check(generation, first, but);
  }

  @Override
  public void probe(LeasedGeneration generation, Target target) {
    probes.probe(generation, target);
  }

  @Override
  public void publish(LeasedGeneration generation, LateTargets others, String reason) {
    note("publish " + generation.number() + " (" + reason + ")");
    LeasedGeneration before = current;
    boolean mayKnow = targets.get(0).canBeAsked(); // Else its last login tells, and grows old.
    if (calm && mayKnow && before != null && !heard.areOfDoubt(before)) {
      assertThat(reason).as("fetched though the primary takes it").doesNotContain("rejected");
    }
    coverage.published(reason);
    emergencies |= reason.contains(TargetsCoverage.LOSS);
    current = generation;
    revocations.published(generation);
    heard.published(generation, reason);
    lateTargets = others;
    currentCredential.open(generation, others);
  }

  @Override
  public void route(LateTargets others) {
    lateTargets = others;
    currentCredential.route(others);
  }

  @Override
  public void retire(LeasedGeneration generation) {
    ledger.retire(generation);
  }

  @Override
  public void revoke(Lease lease) {
    note("revoke " + lease.credential().username());
    LeasedGeneration now = current;
    if (now != null && rotation.phase() != RotationPhase.CLOSED) {
      revocations.assertUnneeded(lease, now);
    }
    book.revokes(lease);
    roles.drop(lease.credential());
  }

  @Override
  public void caughtUp(LeasedGeneration generation, Target target) {
    super.caughtUp(generation, target);
    coverage.meet(Situation.CATCHES_UP);
  }

  @Override
  public void refuse(String cause) {
    note("refuse: " + cause);
    currentCredential.refuse(cause);
  }

  @Override
  public void wakeIn(Duration delay) {
    alarm = delay;
  }
}
