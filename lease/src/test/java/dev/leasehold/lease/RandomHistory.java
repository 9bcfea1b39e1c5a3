package dev.leasehold.lease;

import static dev.leasehold.lease.LeaseException.Kind.DENIED;
import static dev.leasehold.lease.LeaseException.Kind.GONE;
import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a rotation: a source, a database and an application that do whatever a seed
 * says, a clock that jumps, and the promises checked after each step.
 */
final class RandomHistory implements RotationOrders {

  private static final Duration TTL = Duration.ofSeconds(60);

  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final Rotation rotation;
  private final Set<String> moves;
  private final Map<String, Lease> taken = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
  private final List<Generation> draining = new ArrayList<>();
  private final StringBuilder log = new StringBuilder();
  private final boolean renewable;
  private final boolean revocable;
  private @Nullable Runnable operation;
  private @Nullable Generation handedOut;
  private @Nullable Duration alarm;
  private long published;
  private boolean emergencies;
  private int leases;
  private Phase before = Phase.NEW;

  RandomHistory(long seed, Set<String> moves) {
    this.random = new Random(seed);
    this.moves = moves;
    this.revocable = random.nextInt(4) > 0;
    this.renewable = !revocable || random.nextInt(4) > 0;
    Duration age = random.nextInt(3) == 0 ? Duration.ofSeconds(5 + random.nextInt(30)) : null;
    RotationPolicy policy =
        new RotationPolicy(
            Duration.ofSeconds(5), 0.66, age, Duration.ofSeconds(30), Jitter.of("pod-" + seed));
    this.rotation = new Rotation("orders", policy, clock, this);
  }

  /** Lives {@code steps} steps and closes. Throws with the whole history if a promise is broken. */
  void live(int steps) {
    try {
      if (random.nextInt(50) > 0) {
        step("start", rotation::start);
        for (int i = 0; i < steps; i++) {
          anything();
        }
      }
      step("close", rotation::close);
      Runnable last = operation;
      if (last != null) {
        step("late answer", last);
      }
      taken.forEach((id, lease) -> assertThat(isOwed(lease)).as("lease %s is left", id).isFalse());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("after" + log, e);
    }
  }

  private void anything() {
    abortWhatIsPastItsTime();
    int dice = random.nextInt(100);
    Generation current = handedOut;
    if (dice < 45 && operation != null) {
      step("answer", operation);
    } else if (dice < 70) {
      passTime();
    } else if (dice < 80 && !draining.isEmpty()) {
      Generation gone = draining.remove(random.nextInt(draining.size()));
      step("drained " + gone.number(), () -> rotation.drained(gone));
    } else if (dice < 92 && current != null) {
      applicationConnects(dice, current);
    } else if (dice < 95) {
      step("rotate", () -> rotation.rotate("asked"));
    } else if (dice < 96) {
      clock.jump(Duration.ofSeconds(random.nextInt(180) - 90));
      step("clock jump", rotation::wake);
    }
  }

  private void applicationConnects(int dice, Generation current) {
    if (dice < 84) {
      emergencies = true;
      step("rejected", () -> rotation.rejected(current, "28P01"));
    } else if (dice < 88) {
      step("suspect", () -> rotation.suspect(current, "42501"));
    } else {
      step("accepted", () -> rotation.accepted(current));
    }
  }

  /** What the ledger does at a deadline. */
  private void abortWhatIsPastItsTime() {
    for (Generation generation : List.copyOf(draining)) {
      if (generation.usableFor(clock.now()).isZero()) {
        draining.remove(generation);
        step("aborted " + generation.number(), () -> rotation.drained(generation));
      }
    }
  }

  private void passTime() {
    Duration next = alarm == null ? Duration.ofSeconds(1) : alarm;
    boolean toAlarm = random.nextInt(4) > 0;
    Duration time = toAlarm ? next : Duration.ofMillis(random.nextInt(20_000));
    clock.advance(time);
    step("after " + time.toMillis() + " ms", rotation::wake);
  }

  private void step(String what, Runnable event) {
    Runnable answered = event == operation ? operation : null;
    if (answered != null) {
      operation = null;
    }
    log.append("\n  ").append(rotation.phase()).append(": ").append(what);
    before = rotation.phase();
    event.run();
    noteMove();
    check();
  }

  private void check() {
    boolean alive = rotation.phase() != Phase.CLOSED;
    if (alive) {
      assertThat(operation != null || alarm != null).as("something will happen").isTrue();
    }
    Generation current = handedOut;
    if (alive && current != null) {
      assertThat(revoked).as("the current lease").doesNotContain(current.lease().id());
    }
    if (!emergencies) {
      long roles = revocable ? taken.values().stream().filter(this::isOwed).count() : 0;
      assertThat(roles).as("roles at once").isLessThanOrEqualTo(2);
    }
  }

  private boolean isOwed(Lease lease) {
    return !revoked.contains(lease.id()) && !lease.remaining(clock.now()).isZero();
  }

  private void begin(Runnable answer) {
    noteMove();
    assertThat(operation).as("operation under way").isNull();
    operation = answer;
    alarm = null;
  }

  private void noteMove() {
    Phase now = rotation.phase();
    if (before.isAboutCurrent() && !before.next().contains(now)) {
      moves.add(
          before
              + " -> "
              + Phase.SERVING); // The machine itself throws at a move that is not in the table.
      before = Phase.SERVING;
    }
    if (before != now) {
      moves.add(before + " -> " + now);
      before = now;
    }
  }

  private Lease lease(boolean useful) {
    String id = "lease-" + ++leases;
    Duration ttl = useful ? TTL : Duration.ofSeconds(3);
    Credential credential = new Credential("v-" + id, Secret.of("pw"));
    Lease lease = new Lease(id, credential, clock.now(), ttl, renewable, revocable);
    taken.put(id, lease);
    boolean changes = !revocable && random.nextBoolean();
    return changes ? lease.changingAfter(Duration.ofSeconds(random.nextInt(40))) : lease;
  }

  @Override
  public void fetch() {
    begin(
        () -> {
          switch (random.nextInt(5)) {
            case 0 -> rotation.fetchFailed(new LeaseException(UNAVAILABLE, "sealed"));
            case 1 -> rotation.fetched(lease(random.nextInt(4) > 0));
            default -> rotation.fetched(lease(true));
          }
        });
  }

  @Override
  public void prove(Lease lease) {
    assertThat(revoked).doesNotContain(lease.id());
    begin(
        () -> {
          switch (random.nextInt(5)) {
            case 0 -> rotation.disproven(new SQLException("down", "08001"), false);
            case 1 -> rotation.disproven(new SQLException("wrong", "28P01"), true);
            default -> rotation.proven();
          }
        });
  }

  @Override
  public void check(Generation generation) {
    begin(
        () -> {
          switch (random.nextInt(3)) {
            case 0 -> {
              emergencies = true;
              rotation.checkFailed(generation, new SQLException("gone", "28P01"), true);
            }
            case 1 -> rotation.checkFailed(generation, new SQLException("down", "08001"), false);
            default -> rotation.checked();
          }
        });
  }

  @Override
  public void renew(Generation generation) {
    begin(
        () -> {
          switch (random.nextInt(6)) {
            case 0 -> rotation.renewFailed(new LeaseException(UNAVAILABLE, "sealed"));
            case 1 -> {
              emergencies = true;
              rotation.renewFailed(new LeaseException(GONE, "revoked"));
            }
            case 2 -> {
              emergencies = true;
              rotation.renewFailed(new LeaseException(DENIED, "policy"));
            }
            case 3 -> rotation.renewed(generation, renewal(generation, TTL.dividedBy(2)));
            case 4 ->
                rotation.renewed(generation, revocable ? renewal(generation, TTL) : changed());
            default -> rotation.renewed(generation, renewal(generation, TTL));
          }
        });
  }

  private Lease changed() {
    return lease(random.nextInt(4) > 0);
  }

  private Lease renewal(Generation generation, Duration ttl) {
    return generation.lease().renewed(clock.now(), ttl, true);
  }

  @Override
  public void publish(Generation generation, String reason) {
    assertThat(generation.number()).isEqualTo(++published);
    assertThat(generation.usableFor(clock.now())).isPositive();
    handedOut = generation;
    log.append(" -> publish ").append(generation.number()).append(" (").append(reason).append(')');
  }

  @Override
  public void suspend(Generation rejected) {
    assertThat(rejected).isSameAs(handedOut);
    handedOut = null;
  }

  @Override
  public void retire(Generation generation) {
    assertThat(handedOut).as("retired while current").isNotSameAs(generation);
    draining.add(generation);
  }

  @Override
  public void drained(Generation generation) {
    assertThat(draining).doesNotContain(generation);
  }

  @Override
  public void revoke(Lease lease) {
    assertThat(revoked.add(lease.id())).as("revoked once").isTrue();
  }

  @Override
  public void refuse(String cause) {
    assertThat(cause).isNotEmpty();
    handedOut = null;
  }

  @Override
  public void renewed(Generation generation) {
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
