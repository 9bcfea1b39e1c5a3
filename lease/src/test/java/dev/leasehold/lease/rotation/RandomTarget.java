// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.rotation.TargetsCoverage.Situation;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One database server of a random history. It tells the truth: it takes the roles that it knows. A
 * replica knows the primary's roles some time later; a stranger knows none of the roles.
 */
final class RandomTarget {

  enum Kind {
    PRIMARY,
    REPLICA,
    STRANGER
  }

  /** When roles were made and dropped on the primary. */
  static final class Roles {

    private final VirtualClock clock;
    private final Map<Credential, ClockReading> made = new HashMap<>();
    private final Map<Credential, ClockReading> dropped = new HashMap<>();

    Roles(VirtualClock clock) {
      this.clock = clock;
    }

    void make(Credential role) {
      made.put(role, clock.now());
    }

    void drop(Credential role) {
      dropped.putIfAbsent(role, clock.now());
    }

    boolean isDropped(Credential role) {
      return dropped.containsKey(role);
    }

    /** Returns whether a role was there at some time of the clock, in nanoseconds. */
    private boolean wereThere(Credential role, long nanos) {
      return isPast(made.get(role), nanos) && !isPast(dropped.get(role), nanos);
    }

    private boolean isPast(@Nullable ClockReading event, long nanos) {
      return event != null && clock.now().since(event).toNanos() >= clock.nanos() - nanos;
    }

    private boolean isYounger(Credential role, Duration age) {
      return clock.now().since(Objects.requireNonNull(made.get(role))).compareTo(age) < 0;
    }

    private Set<Credential> all() {
      return made.keySet();
    }
  }

  private static final int[] LAGS = {0, 0, 1, 4, 20, 50};

  final Target target;
  final Kind kind;
  private final Roles roles;
  private final Set<Credential> forgotten = new HashSet<>();
  private Duration lag = Duration.ZERO;
  private long replayedTo;
  private boolean up = true;
  private boolean canBeAsked = true;

  RandomTarget(int number, Kind kind, Roles roles) {
    this.target = Target.of(kind.name() + number, 5432, "orders");
    this.kind = kind;
    this.roles = roles;
  }

  /** Returns two to four targets, of which the first is a primary. */
  static List<RandomTarget> draw(Random random, Roles roles) {
    List<RandomTarget> drawn = new ArrayList<>();
    drawn.add(new RandomTarget(0, Kind.PRIMARY, roles));
    Kind[] others = {Kind.REPLICA, Kind.STRANGER};
    for (int more = 1 + random.nextInt(3); more > 0; more--) {
      drawn.add(new RandomTarget(more, others[random.nextInt(3) / 2], roles));
    }
    return drawn;
  }

  /** The answer to a login. */
  TargetAnswer ask(Credential role) {
    return up ? (takes(role) ? TargetAnswer.TAKES : TargetAnswer.REJECTS) : TargetAnswer.SILENT;
  }

  /** Has it logged in to by a driver whose logins can be repeated, or by another driver. */
  void drawDriver(RandomGenerator random, TargetsCoverage coverage) {
    canBeAsked = random.nextInt(4) > 0;
    coverage.meetIf(!canBeAsked, Situation.CANNOT_BE_ASKED);
    coverage.meetIf(!canBeAsked && kind == Kind.PRIMARY, Situation.PRIMARY_CANNOT_BE_ASKED);
  }

  /** Returns whether a login of the application's can be repeated by us. */
  boolean canBeAsked() {
    return canBeAsked;
  }

  boolean isUp() {
    return up;
  }

  private boolean takes(Credential role) {
    replayedTo = Math.max(replayedTo, roles.clock.nanos() - lag.toNanos());
    return kind != Kind.STRANGER && roles.wereThere(role, replayedTo) && !forgotten.contains(role);
  }

  /** Something happens to it. */
  String change(Random random, TargetsCoverage coverage) {
    int dice = random.nextInt(4);
    if (dice == 0) {
      up = !up;
      coverage.meet(up ? Situation.COMES_BACK : Situation.DIES);
      return target.host() + (up ? " comes back" : " dies");
    }
    if (dice == 1 && kind == Kind.REPLICA) {
      Duration age = Duration.ofSeconds(random.nextInt(100));
      roles.all().stream().filter(role -> roles.isYounger(role, age)).forEach(forgotten::add);
      coverage.meet(Situation.IS_RESTORED);
      return target.host() + " is restored to " + age.getSeconds() + " s ago";
    }
    if (kind == Kind.REPLICA) {
      replayedTo = Math.max(replayedTo, roles.clock.nanos() - lag.toNanos());
      lag = Duration.ofSeconds(LAGS[random.nextInt(LAGS.length)]);
      coverage.meetIf(!lag.isZero(), Situation.LAGS);
      return target.host() + " lags by " + lag.getSeconds() + " s";
    }
    return "";
  }

  @Override
  public String toString() {
    return target.host() + (up ? "" : " (down)");
  }
}
