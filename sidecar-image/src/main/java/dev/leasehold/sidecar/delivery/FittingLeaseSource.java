// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.sidecar.format.UnfitCredentialException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source of leases whose credentials the format of a file can hold. A lease on any other
 * credential is given back, and the fetch fails. The rotation keeps and renews the lease in use
 * until another lease fits. Safe for many threads.
 *
 * <p>Each fetch may make a role. Where all credentials are unfit, the source is asked at growing
 * pauses, and the fetches in between fail without a question.
 */
public final class FittingLeaseSource implements LeaseSource {

  private static final Duration FIRST = Duration.ofMillis(250);

  /** Twelve roles in an hour, each revoked at once. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final String binding;
  private final LeaseSource source;
  private final CredentialFile file;
  private final Consumer<Lease> kept;
  private final LeaseClock clock;

  @GuardedBy("this") private Duration pause = Duration.ZERO;

  @GuardedBy("this") private @Nullable ClockReading refusedAt;

  @GuardedBy("this") private @Nullable LeaseException refusal;

  /**
   * Makes a source.
   *
   * @param kept gets the unfit leases that are not revoked: an earlier process's lease, whose
   *     program may use it, and a lease that cannot be revoked now
   */
  public FittingLeaseSource(
      String binding,
      LeaseSource source,
      CredentialFile file,
      Consumer<Lease> kept,
      LeaseClock clock) {
    this.binding = binding;
    this.source = source;
    this.file = file;
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public Lease fetch() throws LeaseException {
    requireNoPause();
    return fitting(source.fetch());
  }

  @Override
  public Lease fetch(Lease inUse) throws LeaseException {
    requireNoPause();
    return fitting(source.fetch(inUse));
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    Lease renewal = source.renew(lease);
    return renewal.credential().equals(lease.credential()) ? renewal : fitting(renewal);
  }

  private synchronized void requireNoPause() throws LeaseException {
    LeaseException last = refusal;
    ClockReading since = refusedAt;
    if (last != null && since != null && clock.now().since(since).compareTo(pause) < 0) {
      throw last;
    }
  }

  private Lease fitting(Lease lease) throws LeaseException {
    try {
      file.requireFit(binding, lease);
    } catch (UnfitCredentialException e) {
      giveBack(lease);
      throw refused(lease, e);
    }
    passed();
    return lease;
  }

  private void giveBack(Lease lease) {
    if (lease.isResumed()) {
      kept.accept(lease);
      return;
    }
    try {
      source.revoke(lease);
    } catch (LeaseException notNow) {
      kept.accept(lease);
    }
  }

  /** A credential that is only read makes no role, and needs no pause. */
  private synchronized LeaseException refused(Lease lease, UnfitCredentialException unfit) {
    String message = String.valueOf(unfit.getMessage());
    LeaseException cause = new LeaseException(LeaseException.Kind.INVALID, message, unfit);
    if (lease.revocable()) {
      Duration next = pause.isZero() ? FIRST : pause.multipliedBy(2);
      pause = next.compareTo(LONGEST) < 0 ? next : LONGEST;
      refusedAt = clock.now();
      refusal = cause;
    }
    return cause;
  }

  private synchronized void passed() {
    pause = Duration.ZERO;
    refusal = null;
  }

  @Override
  public void revoke(Lease lease) throws LeaseException {
    source.revoke(lease);
  }

  @Override
  public void close() {
    source.close();
  }
}
