// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keeps account of the leases that are out, so that the last line of a JVM tells what became of
 * them; only of those that their source can revoke. Safe for many threads.
 */
public final class LeaseEnds implements LeaseListener {

  private final LeaseClock clock;

  /** By what is written of it; sorted, so that the line reads the same each time. */
  private final Map<String, Lease> out = new ConcurrentSkipListMap<>();

  private final Map<String, Lease> revoked = new ConcurrentSkipListMap<>();

  /** Why the last revocation failed that did, by binding. */
  private final Map<String, String> failures = new ConcurrentSkipListMap<>();

  private volatile boolean any;
  private volatile boolean ending;

  /** Makes an account with no lease in it. */
  public LeaseEnds(LeaseClock clock) {
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
      out.put(named(binding, lease), lease);
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
    failures.put(binding, cause.getMessage() + LeaseException.correlation(cause));
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

  /** Writes what became of the leases: in one line, for debugging where there was none. */
  public void write(Log log) {
    String done = revoked.isEmpty() ? "" : "; revoked: " + String.join(", ", revoked.keySet());
    String left = left();
    if (!left.isEmpty()) {
      String unconfirmed = "the JVM ends, and Vault has not confirmed the revocation of ";
      log.warn(unconfirmed + left + done + why());
    } else if (any) {
      log.info("the JVM ends" + (done.isEmpty() ? "; no lease is left to revoke" : done));
    } else {
      log.debug("the JVM ends; no lease was taken out");
    }
  }

  private String why() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> failure : failures.entrySet()) {
      text.append("; binding ").append(failure.getKey()).append(": ").append(failure.getValue());
    }
    return text.toString();
  }

  private String left() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Lease> each : out.entrySet()) {
      Lease lease = each.getValue();
      if (!lease.remaining(clock.now()).isZero()) {
        text.append(text.length() == 0 ? "" : ", ").append(each.getKey());
        text.append(", which lives until ").append(HumanDuration.endOf(lease));
      }
    }
    return text.toString();
  }
}
