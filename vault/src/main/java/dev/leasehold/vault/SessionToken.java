// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token of Vault's, its life, and the leases that will die with it. {@link #secret}, {@link
 * #ours}, {@link #uses}, {@link #renewal} and {@link #isUnused} are safe for many threads. All
 * other methods are called by {@link TokenStore} alone, which holds its monitor during the call.
 */
final class SessionToken {

  /** A root token, or another without end: longer than any process lives. */
  private static final Duration ENDLESS = Duration.ofDays(36_500);

  private static final String LOGIN = "auth";
  private static final String LOOKUP = "data";

  private static final double HALF = 0.5;
  private static final double TENTH = 0.1;

  private final Secret token;
  private final boolean ours;
  private final Duration fullLife;
  private final long uses;
  private final Object renewal = new Object();
  private final Map<String, Grant> leases = new HashMap<>();
  private ClockReading grantedAt;
  private Duration life;
  private boolean extendable;
  private int borrowers;
  private boolean leaving;
  private volatile boolean used;

  private SessionToken(
      Secret token, VaultResponse answer, String part, Duration fullLife, ClockReading at)
      throws BadResponseException {
    this.token = token;
    this.ours = part.equals(LOGIN);
    this.uses = answer.number(part, "num_uses");
    this.fullLife = orEndless(fullLife);
    this.grantedAt = at;
    this.life = orEndless(answer.seconds(part, ours ? "lease_duration" : "ttl"));
    this.extendable = answer.flag(part, "renewable");
  }

  private SessionToken(SavedToken saved) {
    this.token = saved.token;
    this.ours = true;
    this.uses = 0;
    this.fullLife = saved.fullLife;
    this.grantedAt = saved.grantedAt;
    this.life = saved.life;
    this.extendable = saved.extendable;
    this.used = true;
  }

  /** Returns a token that an earlier process logged in for. */
  static SessionToken ofEarlier(SavedToken saved) {
    return new SessionToken(saved);
  }

  /** Returns the token for a later process. */
  SavedToken saved() {
    return new SavedToken(token, grantedAt, life, fullLife, extendable);
  }

  /** Returns the token of a login's answer. */
  static SessionToken ofLogin(VaultResponse answer, ClockReading at) throws BadResponseException {
    String token = answer.text(LOGIN, "client_token");
    if (token.isEmpty()) {
      throw new BadResponseException("no auth.client_token");
    }
    Duration full = answer.seconds(LOGIN, "lease_duration");
    return new SessionToken(Secret.of(token), answer, LOGIN, full, at);
  }

  /** Returns a token that somebody else issued, with its life as Vault's answer has it. */
  static SessionToken ofLookup(Secret token, VaultResponse answer, ClockReading at)
      throws BadResponseException {
    return new SessionToken(token, answer, LOOKUP, answer.seconds(LOOKUP, "creation_ttl"), at);
  }

  Secret secret() {
    return token;
  }

  /** Returns whether the session logged in for the token, and so may revoke it. */
  boolean ours() {
    return ours;
  }

  /** Returns how many requests the token is good for, this many when it was issued; 0 for any. */
  long uses() {
    return uses;
  }

  /** Returns the lock for a renewal of the token; to be taken before {@link TokenStore}'s. */
  Object renewal() {
    return renewal;
  }

  /** Returns whether no request made with the token has come to its end yet. */
  boolean isUnused() {
    return !used;
  }

  Duration remaining(ClockReading now) {
    Duration left = life.minus(now.since(grantedAt));
    return left.isNegative() ? Duration.ZERO : left;
  }

  boolean isAlive(ClockReading now) {
    return !remaining(now).isZero();
  }

  /** Returns whether half of the last grant has gone and more can be had. */
  boolean isDueForRenewal(ClockReading now) {
    return extendable && isAlive(now) && isPartGone(life, HALF, now);
  }

  /**
   * Returns whether a lease that lasts so long ends with the token, and a renewal would let it last
   * longer.
   */
  boolean cutsShort(Duration lease, ClockReading now) {
    boolean ends = remaining(now).compareTo(lease) < 0;
    return ends && extendable && isAlive(now) && isPartGone(fullLife, TENTH, now);
  }

  /**
   * Returns whether new leases should be under a new token. This token cannot be extended any more,
   * and a lease under it would be cut short by the part of its life that has gone.
   */
  boolean isSpent(ClockReading now) {
    return !isAlive(now) || (!extendable && isPartGone(fullLife, TENTH, now));
  }

  /**
   * Takes note of a renewal. A renewal that gives less than a full life was cut by the maximum TTL.
   */
  void renewed(VaultResponse answer, ClockReading at) throws BadResponseException {
    life = orEndless(answer.seconds(LOGIN, "lease_duration"));
    grantedAt = at;
    boolean cut = life.compareTo(fullLife.minusSeconds(1)) < 0;
    extendable = answer.flag(LOGIN, "renewable") && !cut;
  }

  /** Takes note that Vault refuses to renew the token. */
  void cannotBeExtended() {
    extendable = false;
  }

  /** Takes over the answer of a new look-up of the same token. */
  void update(SessionToken looked) {
    grantedAt = looked.grantedAt;
    life = looked.life;
    extendable = looked.extendable;
  }

  void borrow() {
    borrowers++;
  }

  void giveBack() {
    borrowers--;
    used = true;
  }

  /** Takes note of a lease granted or renewed under the token: how long, from when. */
  void owns(String leaseId, ClockReading at, Duration duration) {
    leases.put(leaseId, new Grant(at, duration));
  }

  boolean isOwnerOf(String leaseId) {
    return leases.containsKey(leaseId);
  }

  /** Returns for how long the lease was last granted, or null when it is not this token's. */
  @Nullable Duration granted(String leaseId) {
    Grant grant = leases.get(leaseId);
    return grant == null ? null : grant.duration;
  }

  void disowns(String leaseId) {
    leases.remove(leaseId);
  }

  /** Takes note that the token is being revoked; returns whether it was not before. */
  boolean leave() {
    boolean first = !leaving;
    leaving = true;
    return first;
  }

  /** Takes note that the token could not be revoked. */
  void stay() {
    leaving = false;
  }

  /** Returns whether nobody uses the token and no lease that has not ended is under it. */
  boolean isIdle(ClockReading now) {
    for (Iterator<Grant> grants = leases.values().iterator(); grants.hasNext(); ) {
      if (grants.next().hasEnded(now)) {
        grants.remove();
      }
    }
    return borrowers == 0 && leases.isEmpty();
  }

  private boolean isPartGone(Duration whole, double part, ClockReading now) {
    return remaining(now).toMillis() <= whole.toMillis() * (1 - part);
  }

  private static Duration orEndless(Duration life) {
    return life.isZero() ? ENDLESS : life;
  }

  private static final class Grant {

    private final ClockReading at;
    private final Duration duration;

    Grant(ClockReading at, Duration duration) {
      this.at = at;
      this.duration = duration;
    }

    boolean hasEnded(ClockReading now) {
      return now.since(at).compareTo(duration) >= 0;
    }
  }
}
