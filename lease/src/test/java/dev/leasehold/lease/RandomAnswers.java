package dev.leasehold.lease;

import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/** What a source and a database say when they are asked, good or bad, by chance. */
final class RandomAnswers {

  private static final Duration TTL = Duration.ofSeconds(60);

  /** Shorter than the margin of a history's policy. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(2);

  /**
   * One answer.
   *
   * @param name what it is, for the coverage
   * @param emergency whether the replacement that it calls for waits for nothing
   * @param event brings it to the rotation
   */
  record Answer(String name, boolean emergency, Runnable event) {}

  private final Random random;
  private final Rotation rotation;
  private final LeaseBook book;
  private final boolean renewable;
  private final boolean revocable;

  RandomAnswers(Random random, Rotation rotation, LeaseBook book) {
    this.random = random;
    this.rotation = rotation;
    this.book = book;
    this.revocable = random.nextInt(4) > 0;
    this.renewable = !revocable || random.nextInt(4) > 0;
  }

  /** Answers a fetch that was asked for at that moment. */
  Answer toFetch(Moment asked) {
    if (random.nextInt(5) == 0) {
      LeaseException failure = failure();
      return passing("fetchFailed " + failure.kind(), () -> rotation.fetchFailed(failure));
    }
    return passing("fetched", () -> rotation.fetched(lease(asked)));
  }

  /** Answers the trial of a lease that is not published. */
  Answer toProof() {
    return switch (random.nextInt(5)) {
      case 0 -> passing("disproven: away", () -> rotation.disproven(away(), false));
      case 1 -> passing("disproven: rejected", () -> rotation.disproven(wrong(), true));
      default -> passing("proven", rotation::proven);
    };
  }

  /** Answers the trial of the current credential. */
  Answer toCheck(Generation current) {
    return switch (random.nextInt(3)) {
      case 0 ->
          emergency("checkFailed: rejected", () -> rotation.checkFailed(current, wrong(), true));
      case 1 -> passing("checkFailed: away", () -> rotation.checkFailed(current, away(), false));
      default -> passing("checked", rotation::checked);
    };
  }

  /** Answers a renewal that was asked for at that moment. */
  Answer toRenewal(Generation current, Moment asked) {
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

  private Answer tooShort(int dice, Generation current, Moment asked) {
    Answer answer =
        dice == 0
            ? renewed("for nothing", current, asked, Duration.ZERO, true)
            : renewed("for less than the margin", current, asked, TOO_SHORT, true);
    return new Answer(answer.name, true, answer.event);
  }

  private Answer renewFailed(LeaseException failure) {
    boolean emergency = failure.kind() != UNAVAILABLE;
    String name = "renewFailed " + failure.kind();
    return new Answer(name, emergency, () -> rotation.renewFailed(failure));
  }

  private Answer renewed(
      String how, Generation current, Moment asked, Duration ttl, boolean again) {
    Lease renewal = current.lease().renewed(asked, ttl, again);
    return passing("renewed " + how, () -> rotation.renewed(current, book.grants(renewal)));
  }

  private Lease lease(Moment asked) {
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

  private static Answer passing(String name, Runnable event) {
    return new Answer(name, false, event);
  }

  private static Answer emergency(String name, Runnable event) {
    return new Answer(name, true, event);
  }
}
