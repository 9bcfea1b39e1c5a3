// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of the leases that are out, so that the last line of a JVM tells how each of them
 * ended. Leases that their source cannot revoke are left out. Safe for many threads.
 */
public final class OutstandingLeases implements LeaseListener {

  private final LeaseClock clock;

  /** By the text that is written of it; sorted, so that the line reads the same each time. */
  private final Map<String, LeaseOut> out = new ConcurrentSkipListMap<>();

  private final Map<String, Lease> revoked = new ConcurrentSkipListMap<>();

  private volatile boolean any;
  private volatile boolean ending;

  /** Makes an account with no lease in it. */
  public OutstandingLeases(LeaseClock clock) {
    this.clock = clock;
  }

  @Override
  public void published(Generation generation, String reason) {
    take(generation.binding(), generation.lease());
  }

  @Override
  public void renewed(Generation generation) {
    take(generation.binding(), generation.lease());
  }

  @Override
  public void owed(String binding, Lease lease) {
    take(binding, lease); // It may never have been published.
  }

  private void take(String binding, Lease lease) {
    if (lease.revocable()) {
      any = true;
      out.put(named(binding, lease), new LeaseOut(binding, lease, null));
    }
  }

  @Override
  public void revoked(String binding, Lease lease) {
    String name = named(binding, lease);
    out.remove(name);
    if (ending) {
      revoked.put(name, lease);
    }
  }

  @Override
  public void revokeFailed(String binding, Lease lease, Exception cause, Duration retryIn) {
    String why = cause.getMessage() + LeaseException.correlation(cause);
    out.put(named(binding, lease), new LeaseOut(binding, lease, why));
  }

  @Override
  public void lapsed(String binding, Lease lease) {
    out.remove(named(binding, lease));
  }

  private static String named(String binding, Lease lease) {
    return "role " + lease.credential().username() + " of binding " + binding;
  }

  /** Says that the JVM ends: from now on every lease is to be revoked. */
  public void ending() {
    ending = true;
  }

  /**
   * Writes the ends of the leases: in one line, for debugging where there was none.
   *
   * @param unanswered the bindings that have asked Vault for a lease and have no answer
   */
  public void write(Log log, Collection<String> unanswered) {
    String done = revoked.isEmpty() ? "" : "; revoked: " + String.join(", ", revoked.keySet());
    String open = unanswered.isEmpty() ? "" : open(unanswered);
    String left = left();
    if (!left.isEmpty()) {
      String unconfirmed = "the JVM ends, and Vault has not confirmed the revocation of ";
      log.warn(unconfirmed + left + done + why() + open);
    } else if (!open.isEmpty()) {
      log.warn("the JVM ends" + done + open);
    } else if (any) {
      log.info("the JVM ends" + (done.isEmpty() ? "; no lease is left to revoke" : done));
    } else {
      log.debug("the JVM ends; no lease was taken out");
    }
  }

  private static String open(Collection<String> unanswered) {
    return "; Vault has not answered the request for a lease of binding "
        + String.join(", ", unanswered)
        + ". A role that it may make for that request lives until its lease ends";
  }

  /** Why the last revocation failed, of each binding that has a lease left. */
  private String why() {
    Map<String, String> failures = new TreeMap<>();
    for (LeaseOut each : out.values()) {
      if (each.failure != null && each.lives(clock)) {
        failures.put(each.binding, each.failure);
      }
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> failure : failures.entrySet()) {
      text.append("; binding ").append(failure.getKey()).append(": ").append(failure.getValue());
    }
    return text.toString();
  }

  private String left() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, LeaseOut> each : out.entrySet()) {
      if (each.getValue().lives(clock)) {
        text.append(text.length() == 0 ? "" : ", ").append(each.getKey());
        text.append(", which lives until ").append(HumanDuration.endOf(each.getValue().lease));
      }
    }
    return text.toString();
  }

  /** A lease that Vault has not revoked. */
  private static final class LeaseOut {

    private final String binding;
    private final Lease lease;

    /** The reason that its last revocation failed; null where none did. */
    private final @Nullable String failure;

    LeaseOut(String binding, Lease lease, @Nullable String failure) {
      this.binding = binding;
      this.lease = lease;
      this.failure = failure;
    }

    boolean lives(LeaseClock clock) {
      return !lease.remaining(clock.now()).isZero();
    }
  }
}
