// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The generation that connection attempts get. They get it at once when there is a generation for
 * their target, and after a bounded wait while a generation is on its way. They get none when none
 * can be had. Safe for many threads.
 *
 * <p>Waits on a condition of {@code java.util.concurrent}. A virtual thread that waits in a monitor
 * keeps its carrier until JDK 24, and 256 of them stop all others.
 */
final class CurrentCredential {

  private final String binding;
  private final Duration patience;
  private final LeaseClock clock;
  private final Supplier<String> remark;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Written under the lock, read without: one value, so that the two are of one time. */
  private volatile Offer offer = new Offer(null, LateTargets.NONE);

  @GuardedBy("lock") private @Nullable String refusal;

  @GuardedBy("lock") private @Nullable ClockReading refusedSince;

  @GuardedBy("lock") private @Nullable String trouble;

  /**
   * Makes the credential, which waits for the first generation.
   *
   * @param remark the text that a refusal adds to its cause, at the time of the refusal; may be
   *     empty
   */
  CurrentCredential(String binding, Duration patience, LeaseClock clock, Supplier<String> remark) {
    this.binding = binding;
    this.patience = patience;
    this.clock = clock;
    this.remark = remark;
  }

  /** Hands this generation out from now on, and something else to targets that are late. */
  void open(LeasedGeneration generation, LateTargets others) {
    lock.lock();
    try {
      offer = new Offer(generation, others);
      trouble = null;
      refusal = null;
      refusedSince = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Hands something else out to these targets, and to no other. */
  void route(LateTargets others) {
    lock.lock();
    try {
      offer = new Offer(offer.generation, others);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all attempts that wait look again. */
  void look() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses attempts from now on, except at a late target that gets a usable generation. Returns
   * false if it did so already.
   */
  boolean refuse(String cause) {
    return refuse(cause, true);
  }

  /** Refuses attempts from now on, at every target. */
  void close(String cause) {
    boolean ignored = refuse(cause, false);
  }

  private boolean refuse(String cause, boolean keepsLate) {
    lock.lock();
    try {
      boolean first = refusal == null;
      offer = new Offer(null, keepsLate ? offer.late : LateTargets.NONE);
      refusal = cause;
      if (refusedSince == null) {
        refusedSince = clock.now();
      }
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Notes a failure, so that attempts that are refused or wait in vain can name it. */
  void trouble(String cause) {
    lock.lock();
    try {
      trouble = cause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the generation for a connection, waiting for it if it is on its way.
   *
   * @param rejected the generation that was rejected there; null for none. It is returned only once
   *     the rotation has heard of the rejection and finds it good nevertheless
   */
  LeasedGeneration pass(@Nullable Targets targets, @Nullable RejectedGeneration rejected)
      throws NoCredentialException, InterruptedException {
    LeasedGeneration generation = ready(targets, excluded(rejected));
    return generation == null ? await(targets, rejected) : generation;
  }

  private static @Nullable LeasedGeneration excluded(@Nullable RejectedGeneration rejected) {
    return rejected == null ? null : rejected.excluded();
  }

  /** Returns the result of {@link #pass} if that needs no wait; else null. */
  @Nullable LeasedGeneration ready(@Nullable Targets targets, @Nullable LeasedGeneration excluded) {
    Offer now = offer;
    LateTarget late = now.late(targets);
    LeasedGeneration generation = late == null ? now.generation : late.generation();
    boolean passes =
        generation != null && generation != excluded && generation.isUsable(clock.now());
    return passes ? generation : null;
  }

  private LeasedGeneration await(@Nullable Targets targets, @Nullable RejectedGeneration rejected)
      throws NoCredentialException, InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        LeasedGeneration excluded = excluded(rejected);
        LeasedGeneration generation = ready(targets, excluded);
        if (generation != null) {
          return generation;
        }
        LateTarget late = offer.late(targets);
        refuse(late, excluded);
        if (left <= 0) {
          throw new NoCredentialException(inVain(late, rejected));
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Throws if there is nothing to wait for. */
  @GuardedBy("lock") private void refuse(@Nullable LateTarget late, @Nullable LeasedGeneration excluded)
      throws NoCredentialException {
    if (refusal != null) {
      throw new NoCredentialException(refused(refusal, refusedSince));
    }
    if (late != null) {
      late.state().want();
      String cause = late.refusal();
      if (cause != null) {
        LeasedGeneration lacking = late.lacking();
        throw new NoCredentialException(
            lacking == null
                ? refused(cause, late.since())
                : lacks(late.state().target(), lacking, late.since(), cause));
      }
    }
    LeasedGeneration ended = offer.generation;
    if (late == null && ended != null && ended != excluded) {
      // The rotation sees it at its next look.
      String cause = "the lease of generation " + ended.number() + " has ended";
      throw new NoCredentialException(refused(cause, refusedSince));
    }
  }

  @GuardedBy("lock") private String refused(String cause, @Nullable ClockReading since) {
    String known = trouble == null || cause.contains(trouble) ? cause : cause + "; " + trouble;
    return "binding "
        + binding
        + " has no valid lease for "
        + seconds(since)
        + " s: "
        + known
        + remarked()
        + ending("recovers by itself once the cause is gone");
  }

  /** Says why one target is refused while others are served. */
  private String lacks(
      Target target, LeasedGeneration current, @Nullable ClockReading since, String message) {
    return "binding "
        + binding
        + ": "
        + target
        + " has not taken generation "
        + current.number()
        + " (role "
        + current.credential().username()
        + "), which another server takes, for "
        + seconds(since)
        + " s: "
        + message
        + ". If it is a replica or a copy, see that it catches up. If it is not a server of this"
        + " binding, set leasehold.url to the JDBC URL of the binding's servers"
        + ending("serves it once it takes the credential");
  }

  private long seconds(@Nullable ClockReading since) {
    return since == null ? 0 : clock.now().since(since).getSeconds();
  }

  @GuardedBy("lock") private String inVain(@Nullable LateTarget late, @Nullable RejectedGeneration rejected) {
    String bound = patience.toMillis() + " ms (leasehold.first-credential-timeout): ";
    LeasedGeneration lacking = late == null || late.generation() != null ? null : late.lacking();
    if (late != null && lacking != null) {
      return lacks(late.state().target(), lacking, late.since(), late.state().message());
    }
    return "binding "
        + binding
        + (rejected == null && late == null
            ? " got no credential within "
            : " got no replacement within ")
        + bound
        + (trouble == null ? "its source has not answered yet" : trouble)
        + remarked()
        + ending("recovers by itself once the cause is gone");
  }

  private String remarked() {
    String now = remark.get();
    return now.isEmpty() ? "" : "; " + now;
  }

  private static String ending(String then) {
    return ". The connection is refused and the configured password is not tried; Leasehold keeps"
        + " trying and "
        + then
        + ".";
  }

  /** The offer that connection attempts get. Immutable. */
  private static final class Offer {

    /** Null for none. */
    private final @Nullable LeasedGeneration generation;

    private final LateTargets late;

    Offer(@Nullable LeasedGeneration generation, LateTargets late) {
      this.generation = generation;
      this.late = late;
    }

    /** Returns the late target of a connection; null if it gets the generation. */
    @Nullable LateTarget late(@Nullable Targets targets) {
      return targets == null ? null : late.to(targets);
    }
  }
}
