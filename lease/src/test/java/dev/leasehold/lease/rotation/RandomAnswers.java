// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The answers of a source and a database, good or bad, by chance. */
final class RandomAnswers {

  private static final Duration TTL = Duration.ofSeconds(60);

  /** Shorter than the margin of a history's policy. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(2);

  /**
   * One answer.
   *
   * @param name the kind of answer, for the coverage
   * @param emergency whether the replacement that it calls for waits for nothing
   * @param event brings it to the rotation
   */
  record Told(String name, boolean emergency, Runnable event) {}

  private final Random random;
  private final Rotation rotation;
  private final LeaseBook book;
  private final List<Target> targets;
  private final Map<Credential, Set<Target>> takers = new HashMap<>();
  private final Set<Credential> lost = new HashSet<>();
  private final boolean renewable;
  private final boolean revocable;

  RandomAnswers(Random random, Rotation rotation, LeaseBook book, List<Target> targets) {
    this.targets = targets;
    this.random = random;
    this.rotation = rotation;
    this.book = book;
    this.revocable = random.nextInt(4) > 0;
    this.renewable = !revocable || random.nextInt(4) > 0;
  }

  /** Returns whether nobody makes the credentials that are handed out: they can only be read. */
  boolean areOfAFile() {
    return !revocable;
  }

  /** Answers a fetch that was asked for at that moment. */
  Told toFetch(ClockReading asked) {
    if (random.nextInt(5) == 0) {
      LeaseException failure = failure();
      return passing("fetchFailed " + failure.kind(), () -> rotation.fetchFailed(failure));
    }
    return passing("fetched", () -> rotation.fetched(lease(asked)));
  }

  /** Answers the trial of a lease that is not published. */
  Told toProof(Lease lease) {
    Credential credential = lease.credential();
    return switch (random.nextInt(5)) {
      case 0 -> passing("disproven: away", () -> rotation.validationFailed(away(), false));
      case 1 ->
          passing(
              "disproven: rejected",
              saying(credential, () -> rotation.validationFailed(wrong(), true)));
      default -> passing("proven", saying(credential, rotation::validated));
    };
  }

  /** Lets some targets answer before an operation ends. */
  private Runnable saying(Credential credential, Runnable end) {
    return () -> {
      for (Target target : targets) {
        if (random.nextBoolean()) {
          say(credential, target);
        }
      }
      end.run();
    };
  }

  /** Lets a target say anything about a credential. */
  void say(Credential credential, Target target) {
    TargetAnswer[] all = TargetAnswer.values();
    TargetAnswer answer = all[random.nextInt(all.length)];
    Set<Target> taking = takers.computeIfAbsent(credential, each -> new HashSet<>());
    if (answer == TargetAnswer.TAKES) {
      taking.add(target);
    } else if (answer == TargetAnswer.REJECTS && taking.contains(target)) {
      lost.add(credential);
    }
    rotation.answered(credential, target, answer, "28P01");
  }

  /** Returns whether a target has rejected a credential that it took before. */
  boolean haveLost(Credential credential) {
    return lost.contains(credential);
  }

  /** Answers the trial of the current credential. */
  Told toCheck(LeasedGeneration current) {
    return switch (random.nextInt(3)) {
      case 0 ->
          emergency(
              "checkFailed: rejected",
              saying(current.credential(), () -> rotation.checkFailed(current, wrong(), true)));
      case 1 -> emergency("checkFailed: away", () -> rotation.checkFailed(current, away(), false));
      default -> emergency("checked", saying(current.credential(), rotation::checked));
    };
  }

  /** Answers a renewal that was asked for at that moment. */
  Told toRenewal(LeasedGeneration current, ClockReading asked) {
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        return renewFailed(failure());
      }
      case 2 -> {
        return renewed("by half", current, asked, TTL.dividedBy(2), true);
      }
      case 3 -> {
        return revocable
            ? renewed("for the last time", current, asked, TTL, false)
            : passing("changed", () -> rotation.renewed(current, lease(asked)));
      }
      case 4 -> {
        return tooShort(random.nextInt(4), current, asked);
      }
      default -> {
        return renewed("in full", current, asked, TTL, true);
      }
    }
  }

  private Told tooShort(int dice, LeasedGeneration current, ClockReading asked) {
    Told answer =
        dice == 0
            ? renewed("for nothing", current, asked, Duration.ZERO, true)
            : renewed("for less than the margin", current, asked, TOO_SHORT, true);
    return new Told(answer.name, true, answer.event);
  }

  private Told renewFailed(LeaseException failure) {
    boolean emergency = failure.kind() != UNAVAILABLE;
    String name = "renewFailed " + failure.kind();
    return new Told(name, emergency, () -> rotation.renewFailed(failure));
  }

  private Told renewed(
      String how, LeasedGeneration current, ClockReading asked, Duration ttl, boolean again) {
    Lease renewal = current.lease().renewed(asked, ttl, again);
    return passing("renewed " + how, () -> rotation.renewed(current, book.grants(renewal)));
  }

  private Lease lease(ClockReading asked) {
    String id = book.nextId();
    Duration ttl = random.nextInt(20) > 0 ? TTL : TOO_SHORT;
    Lease lease = Leases.granted(id, asked, ttl, renewable, revocable);
    boolean changes = !revocable && random.nextBoolean();
    return book.grants(
        changes ? lease.changingAfter(Duration.ofSeconds(random.nextInt(40))) : lease);
  }

  private LeaseException failure() {
    LeaseException.Kind[] kinds = LeaseException.Kind.values();
    LeaseException.Kind kind =
        random.nextBoolean() ? UNAVAILABLE : kinds[random.nextInt(kinds.length)];
    return new LeaseException(kind, "in a test");
  }

  private static SQLException away() {
    return new SQLException("away", "08001");
  }

  private static SQLException wrong() {
    return new SQLException("wrong", "28P01");
  }

  private static Told passing(String name, Runnable event) {
    return new Told(name, false, event);
  }

  private static Told emergency(String name, Runnable event) {
    return new Told(name, true, event);
  }
}
