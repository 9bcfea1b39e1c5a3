// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.Printable;
import dev.leasehold.vault.LoginListener;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the life of all leases to the log, each failure once until it has another message or has
 * passed, and keeps the last failure. Safe for many threads.
 */
public final class LeaseLog implements LeaseListener, LoginListener {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  /** By binding and operation. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  private final Map<String, Exception> failures = new ConcurrentHashMap<>();

  /**
   * The longest that a binding's lease was seen to last in all, where one came near its maximum.
   */
  private final Map<String, Duration> maximum = new ConcurrentHashMap<>();

  private volatile boolean tokenKept;

  /** Returns why the binding's last operation failed; null when it did not. */
  public @Nullable Exception lastFailure(String binding) {
    return failures.get(binding);
  }

  @Override
  public void published(Generation generation, String reason) {
    Lease lease = generation.lease();
    LOG.info(
        "{}: generation {} is current: role {}, lease {} s{} ({})",
        generation.binding(),
        generation.number(),
        Printable.of(lease.credential().username()),
        lease.duration().toSeconds(),
        lease.renewable() ? atMost(maximum.get(generation.binding())) : ", not renewable",
        Printable.of(reason));
    passed(generation.binding(), "fetch", "renew", "refuse");
  }

  private static String atMost(@Nullable Duration maximum) {
    return maximum == null ? "" : " of " + maximum.toSeconds() + " s at most";
  }

  @Override
  public void renewed(Generation generation) {
    Duration longest = generation.maximum();
    if (longest != null) {
      maximum.put(generation.binding(), longest);
    }
    LOG.debug("{}: renewed for {} s", generation, generation.lease().duration().toSeconds());
    passed(generation.binding(), "renew");
  }

  @Override
  public void drained(Generation generation, Duration after) {
    LOG.info("{}: drained {} s after it was replaced", generation, after.toSeconds());
  }

  @Override
  public void revoked(String binding, Lease lease) {
    LOG.info("{}: role {} is revoked", binding, Printable.of(lease.credential().username()));
    passed(binding, revocation(lease));
  }

  @Override
  public void revokeFailed(String binding, Lease lease, Exception cause, Duration retryIn) {
    failures.put(binding, cause);
    if (isNews(binding, revocation(lease), cause)) {
      LOG.warn(
          "{}: revoke failed, next try in {} ms; role {} lives until {} unless it is revoked: {}",
          binding,
          retryIn.toMillis(),
          Printable.of(lease.credential().username()),
          end(lease),
          said(cause));
    } else {
      LOG.debug("{}: {} failed again: {}", binding, revocation(lease), said(cause));
    }
  }

  @Override
  public void lapsed(String binding, Lease lease) {
    LOG.info(
        "{}: role {} was not revoked, and its lease has ended by itself",
        binding,
        Printable.of(lease.credential().username()));
    passed(binding, revocation(lease));
  }

  /** Each lease that is not revoked is told of: its role lives on. */
  private static String revocation(Lease lease) {
    return "revoke " + Printable.of(lease.credential().username());
  }

  /** Returns the text about a lease that is left: its role and until when that lives. */
  public static String life(String binding, Lease lease) {
    return "role "
        + Printable.of(lease.credential().username())
        + " of binding "
        + binding
        + ", which lives until "
        + end(lease);
  }

  private static Instant end(Lease lease) {
    return lease.endsAt().truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    failures.put(binding, cause);
    String said = said(cause);
    if (isNews(binding, operation, cause)) {
      LOG.warn(
          "{}: {} failed, next try in {} ms: {}", binding, operation, retryIn.toMillis(), said);
    } else {
      LOG.debug("{}: {} failed again: {}", binding, operation, said);
    }
  }

  private boolean isNews(String binding, String operation, Exception cause) {
    String message = String.valueOf(cause.getMessage());
    return !message.equals(told.put(binding + " " + operation, message));
  }

  private static String said(Exception cause) {
    return Printable.of(String.valueOf(cause.getMessage())) + LeaseException.correlation(cause);
  }

  @Override
  public void refusing(String binding, String cause) {
    if (!cause.equals(told.put(binding + " refuse", cause))) {
      LOG.error("{}: there is no valid lease: {}", binding, Printable.of(cause));
    }
  }

  @Override
  public void loggedIn(String how, Duration life) {
    LOG.info("{}: token for {} s", how, life.toSeconds());
  }

  @Override
  public void loginFailed(String how, LeaseException cause, Duration left) {
    LOG.warn(
        "{} failed; the old token is used for the {} s that it has left: {}",
        how,
        left.toSeconds(),
        said(cause));
  }

  /** Returns whether a token that was to be revoked may live on. */
  public boolean isTokenKept() {
    return tokenKept;
  }

  @Override
  public void tokenKept(String how, LeaseException cause, Duration left) {
    tokenKept = true;
    LOG.warn(
        "{}: a token could not be revoked and lives for {} s: {}",
        how,
        left.toSeconds(),
        said(cause));
  }

  private void passed(String binding, String... operations) {
    failures.remove(binding);
    for (String operation : operations) {
      told.remove(binding + " " + operation);
    }
  }
}
