package dev.leasehold.lease;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The life of one binding's leases as a state machine: events come in as method calls, orders go
 * out through {@link RotationOrders}, and {@link Phase} says which may follow which. It does no
 * I/O, knows no thread and reads only the clock it was given, so that a test can drive it through
 * any history.
 *
 * <p>At most one operation on the source is under way at a time, and at most one generation is
 * current. A planned rotation waits for the generation before to be drained, so that no more than
 * two roles exist at once; a rejected or revoked credential is replaced without waiting.
 *
 * <p>Not safe for many threads, but for {@link #awaitsAcceptance()}: {@link LeaseLife} calls it
 * from one.
 */
final class Rotation {

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final String binding;
  private final RotationOrders orders;
  private final Generations generations;
  private final Upkeep upkeep;
  private final Candidate candidate;
  private final Backoff backoff;
  private final Breaker breaker = new Breaker();
  private final Alarm alarm;

  private Phase phase = Phase.NEW;
  private String reason = "first credential";
  private @Nullable Request requested;
  private boolean postponed;

  Rotation(String binding, RotationPolicy policy, LeaseClock clock, RotationOrders orders) {
    this.binding = binding;
    this.orders = orders;
    this.generations = new Generations(binding, policy, clock, orders);
    this.upkeep = new Upkeep(policy, clock);
    this.candidate = new Candidate(policy.margin(), clock, orders);
    this.alarm = new Alarm(clock);
    this.backoff = new Backoff(MAX_WAIT, policy.jitter());
  }

  Phase phase() {
    return phase;
  }

  void start() {
    replace(reason);
  }

  void fetched(Lease lease) {
    if (phase == Phase.CLOSED) {
      orders.revoke(lease);
      return;
    }
    try {
      candidate.take(lease);
      prove(lease);
    } catch (LeaseException useless) {
      tryLater("fetch", useless, useless.kind() == LeaseException.Kind.INVALID);
    }
  }

  void fetchFailed(LeaseException cause) {
    if (phase != Phase.CLOSED) {
      tryLater("fetch", cause, true);
    }
  }

  /** The candidate works, or there was nothing to try it on. */
  void proven() {
    if (phase != Phase.CLOSED) {
      publishCandidate(reason);
    }
  }

  /** The candidate did not work: {@code rejected}, or the database could not be asked. */
  void disproven(SQLException cause, boolean rejected) {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (!rejected && !upkeep.mayWait(candidate, generations.inUse())) {
      publishCandidate(reason + "; untried: " + cause.getMessage());
      return;
    }
    tryLater("canary", cause, rejected && candidate.rejected());
  }

  void renewed(Generation generation, Lease renewal) {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (!generations.isCurrent(generation)) {
      generations.renewedTooLate(generation, renewal);
      replace("the lease ended before its renewal was answered");
      return;
    }
    if (!renewal.credential().equals(generation.credential())) {
      reason = "the source has another credential";
      fetched(renewal);
      return;
    }
    generation.renewed(renewal);
    backoff.reset();
    orders.renewed(generation);
    String maximum = requested == null ? upkeep.maximumReached(generation) : null;
    if (maximum != null) {
      requested = Request.planned(maximum);
    }
    goOn();
  }

  void renewFailed(LeaseException cause) {
    if (phase == Phase.CLOSED) {
      return;
    }
    Generation generation = generations.current();
    boolean passing = generation != null && cause.kind() == LeaseException.Kind.UNAVAILABLE;
    Duration wait = passing ? nextTry() : Duration.ZERO;
    orders.failed("renew", cause, wait);
    if (requested == null && passing) {
      move(Phase.SERVING);
      alarm.set(wait);
      arm();
      return;
    }
    generations.hurryIfGone(cause);
    if (requested == null) {
      requested = Request.atOnce("the lease could not be renewed: " + cause.getMessage());
    }
    goOn();
  }

  /** The current credential works after all. */
  void checked() {
    generations.checked();
    goOn();
  }

  /**
   * A check of the current credential failed: {@code rejected}, or the database could not be asked.
   */
  void checkFailed(Generation generation, SQLException cause, boolean rejected) {
    if (rejected) {
      rejected(generation, reason + ", then " + cause.getMessage());
    }
    goOn();
  }

  /** The database rejected a credential that was handed out. */
  void rejected(Generation generation, String why) {
    if (phase == Phase.CLOSED || !generations.reject(generation)) {
      return;
    }
    String because = "the database rejected generation " + generation.number() + ": " + why;
    Duration wait = breaker.rejected();
    if (!wait.isZero()) {
      String row = breaker.rejections() + " in a row, next try in " + wait.getSeconds() + " s";
      orders.refuse(because + " (" + row + ")");
    }
    if (phase == Phase.SERVING) {
      rotate(Request.urgent(because, wait));
    } else if (phase.isAboutCurrent()) {
      requested = Request.urgent(because, wait);
    } else if (phase == Phase.WAITING) {
      reason = because;
      alarm.set(wait);
      arm();
    }
  }

  /** Returns whether it matters that the database takes a credential. Any thread may ask. */
  boolean awaitsAcceptance() {
    return breaker.isCounting();
  }

  /** The database took the credential of this generation. */
  void accepted(Generation generation) {
    if (generations.isCurrent(generation)) {
      breaker.accepted();
    }
  }

  /** A live connection failed as if the role of its generation were gone. */
  void suspect(Generation generation, String why) {
    if (generations.suspect(generation) && phase == Phase.SERVING) {
      move(Phase.CHECKING);
      alarm.clear();
      reason = why;
      orders.check(generation);
    }
  }

  /** Somebody asks for a new credential: a signal, an operator, a rehearsal. */
  void rotate(String why) {
    if (phase == Phase.SERVING) {
      rotate(Request.planned(why));
    } else if (phase.isAboutCurrent() && requested == null) {
      requested = Request.planned(why);
    }
  }

  /** The last connection of a retired generation is closed. */
  void drained(Generation generation) {
    generations.drained(generation);
    if (phase == Phase.SERVING && hasRoom()) {
      replace(reason);
    }
  }

  private boolean hasRoom() {
    return postponed && generations.isDrained();
  }

  /** An order or an answer about a retired generation may have been lost. */
  void remind() {
    generations.remind();
  }

  /** The time that was asked for has come. May be called at any other time as well. */
  void wake() {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (generations.expire() && phase == Phase.SERVING) {
      replace("the lease has ended");
    } else if (phase == Phase.SERVING && (alarm.isDue() || hasRoom())) {
      tend();
    } else if (alarm.isDue() && phase == Phase.WAITING) {
      tryAgain();
    }
    arm();
  }

  void close() {
    if (phase != Phase.CLOSED) {
      move(Phase.CLOSED);
      generations.close();
      candidate.giveBack();
    }
  }

  /** Begins to replace the current generation: by the lease that was kept, or by a new one. */
  private void replace(String why) {
    reason = why;
    postponed = false;
    requested = null;
    Lease kept = candidate.fresh();
    if (kept != null) {
      prove(kept);
      return;
    }
    move(Phase.FETCHING);
    alarm.clear();
    orders.fetch();
    arm();
  }

  private void prove(Lease lease) {
    move(Phase.PROVING);
    alarm.clear();
    orders.prove(lease);
    arm();
  }

  private void publishCandidate(String why) {
    Lease lease = candidate.release();
    if (lease == null) {
      tryLater("canary", Candidate.ended(), false);
      return;
    }
    requested = null; // What was asked for while the one before was renewed has come.
    backoff.reset();
    move(Phase.SERVING);
    setAlarm(generations.publish(lease, why));
  }

  private void setAlarm(Generation generation) {
    upkeep.schedule(generation, alarm);
    arm();
  }

  /** Does what is due for the current generation. */
  private void tend() {
    Generation generation = generations.current();
    if (generation == null) {
      replace("the lease has ended");
      return;
    }
    String due = postponed ? reason : upkeep.replacementDue(generation);
    if (due == null) {
      renew(generation);
    } else {
      rotate(Request.planned(due));
    }
  }

  private void renew(Generation generation) {
    move(Phase.RENEWING);
    alarm.clear();
    orders.renew(generation);
  }

  /**
   * Goes on after an operation on the current generation: to what was asked for meanwhile, or back
   * to serving.
   */
  private void goOn() {
    if (!phase.isAboutCurrent()) {
      return;
    }
    generations.expire(); // A renewal may bring less than the margin.
    Generation generation = generations.current();
    Request request = requested;
    if (generation == null) {
      replace("the lease has ended");
    } else if (request != null && request.isAtOnce()) {
      replace(request.reason);
    } else {
      move(Phase.SERVING);
      setAlarm(generation);
      if (request != null) {
        requested = null;
        rotate(request);
      }
    }
  }

  /** Begins a rotation from {@link Phase#SERVING}, or sets the time when it can begin. */
  private void rotate(Request request) {
    reason = request.reason;
    Generation generation = generations.current();
    if (!request.wait.isZero()) {
      move(Phase.WAITING);
      alarm.set(request.wait);
    } else if (request.urgent || generation == null || generations.isDrained()) {
      replace(request.reason);
      return;
    } else if (!upkeep.isLastCall(generation)) {
      generations.hurry();
      postponed = true;
      alarm.set(upkeep.untilLastCall(generation));
    } else if (generations.cut()) {
      postponed = true;
      alarm.set(Duration.ofSeconds(1));
    } else {
      replace(request.reason); // Nobody drained them in time: better three roles than none.
      return;
    }
    arm();
  }

  private void tryLater(String operation, Exception cause, boolean hopeless) {
    Duration wait = nextTry();
    move(Phase.WAITING);
    alarm.set(wait);
    orders.failed(operation, cause, wait);
    if (hopeless && generations.haveBegun() && !generations.isServing()) {
      orders.refuse(operation + " failed: " + cause.getMessage());
    }
    arm();
  }

  private Duration nextTry() {
    Generation generation = generations.current();
    return backoff.next(generation == null ? MAX_WAIT : upkeep.patience(generation, candidate));
  }

  /** Goes on with what failed, after the current lease was renewed if that is due. */
  private void tryAgain() {
    Generation generation = generations.inUse();
    if (generation != null && upkeep.renewalDue(generation)) {
      requested = Request.atOnce(reason);
      renew(generation);
    } else {
      replace(reason);
    }
  }

  private void arm() {
    Duration delay = alarm.remainingOr(generations.life());
    if (delay != null) {
      orders.wakeIn(delay);
    }
  }

  private void move(Phase next) {
    if (phase != next && !phase.next().contains(next)) {
      throw new IllegalStateException(binding + ": " + phase + " -> " + next);
    }
    phase = next;
  }
}
