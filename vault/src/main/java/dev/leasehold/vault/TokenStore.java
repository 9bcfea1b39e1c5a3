// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a session: the current token, and the tokens that leases are still under. Guards
 * them all with its monitor and never asks Vault, so that nobody waits here. Safe for use by many
 * threads.
 */
final class TokenStore {

  private final LeaseClock clock;

  @GuardedBy("this") private final List<SessionToken> retired = new ArrayList<>();

  @GuardedBy("this") private @Nullable SessionToken current;

  @GuardedBy("this") private boolean closed;

  TokenStore(LeaseClock clock) {
    this.clock = clock;
  }

  synchronized @Nullable SessionToken current() {
    return current;
  }

  /** Borrows the token that a lease is under; null when there is none, or none that lives. */
  synchronized @Nullable SessionToken borrowOwner(String leaseId) {
    SessionToken owner = ownerOf(leaseId);
    if (owner == null || !owner.isAlive(clock.now())) {
      return null;
    }
    owner.borrow();
    return owner;
  }

  /**
   * Borrows the current token if it has life enough for a new lease, lives for longer than that,
   * and is not the refused token.
   */
  synchronized @Nullable SessionToken borrowUnspent(
      @Nullable SessionToken refused, Duration atLeast) {
    SessionToken token = current;
    ClockReading now = clock.now();
    return token == null || token.isSpent(now) || token.remaining(now).compareTo(atLeast) <= 0
        ? null
        : borrowOther(token, refused);
  }

  /** Borrows the current token if it has any life and is not this token. */
  synchronized @Nullable SessionToken borrowLiving(@Nullable SessionToken refused) {
    SessionToken token = current;
    return token == null || !token.isAlive(clock.now()) ? null : borrowOther(token, refused);
  }

  private static @Nullable SessionToken borrowOther(
      SessionToken token, @Nullable SessionToken refused) {
    if (token == refused) {
      return null;
    }
    token.borrow();
    return token;
  }

  synchronized void giveBack(SessionToken token) {
    token.giveBack();
  }

  /**
   * Makes an issued token the current token, and borrows it. Returns the token that is current
   * then. That is the old token when a token file still holds it; null when all is closed.
   */
  synchronized @Nullable SessionToken adopt(SessionToken issued) {
    if (closed) {
      return null;
    }
    SessionToken old = current;
    if (old != null && old.secret().equals(issued.secret())) {
      old.update(issued);
      old.borrow();
      return old;
    }
    if (old != null) {
      retired.add(old);
    }
    current = issued;
    issued.borrow();
    return issued;
  }

  /** Takes over a lease of an earlier process, under its token where that lives. */
  synchronized void takeOver(SavedLease left) {
    SavedToken saved = left.token();
    SessionToken token = saved == null || closed ? null : known(saved);
    if (token != null && token.isAlive(clock.now())) {
      Lease lease = left.lease();
      token.owns(lease.id(), lease.grantedAt(), lease.duration());
    }
  }

  @GuardedBy("this") private SessionToken known(SavedToken saved) {
    SessionToken last = current;
    if (last != null && last.secret().equals(saved.token)) {
      return last;
    }
    for (SessionToken old : retired) {
      if (old.secret().equals(saved.token)) {
        return old;
      }
    }
    SessionToken token = SessionToken.ofEarlier(saved);
    if (last != null) {
      retired.add(token);
    } else if (token.isAlive(clock.now())) {
      current = token;
    }
    return token;
  }

  /** Returns the token of a lease for a later process; null where the session may not revoke it. */
  synchronized @Nullable SavedToken saved(String leaseId) {
    SessionToken owner = ownerOf(leaseId);
    return owner == null || !owner.ours() ? null : owner.saved();
  }

  synchronized Duration remaining(SessionToken token) {
    return token.remaining(clock.now());
  }

  synchronized void owns(SessionToken token, String leaseId, ClockReading at, Duration granted) {
    token.owns(leaseId, at, granted);
  }

  /** Returns for how long a lease can last that was granted then: no longer than the token. */
  synchronized Duration bounded(SessionToken token, ClockReading at, Duration granted) {
    Duration life = token.remaining(at);
    return granted.compareTo(life) < 0 ? granted : life;
  }

  /** Returns for how long a lease was last granted, or null when that is not known. */
  synchronized @Nullable Duration granted(String leaseId) {
    SessionToken owner = ownerOf(leaseId);
    return owner == null ? null : owner.granted(leaseId);
  }

  synchronized void disown(String leaseId) {
    SessionToken owner = ownerOf(leaseId);
    if (owner != null) {
      owner.disowns(leaseId);
    }
  }

  synchronized @Nullable SessionToken ownerOf(String leaseId) {
    SessionToken token = current;
    if (token != null && token.isOwnerOf(leaseId)) {
      return token;
    }
    for (SessionToken old : retired) {
      if (old.isOwnerOf(leaseId)) {
        return old;
      }
    }
    return null;
  }

  /** Returns whether a renewal is due or, where a lease is given, would let that last longer. */
  synchronized boolean isToBeRenewed(SessionToken token, @Nullable Duration lease) {
    ClockReading now = clock.now();
    return lease == null ? token.isDueForRenewal(now) : token.cutsShort(lease, now);
  }

  /** Takes note of the answer to a renewal that was asked for then. */
  synchronized void renewed(SessionToken token, VaultResponse answer, ClockReading at)
      throws BadResponseException {
    if (answer.isSuccess()) {
      token.renewed(answer, at);
    } else if (TokenApi.isRefusal(answer)) {
      token.cannotBeExtended();
    }
  }

  /** Returns a retired token that nobody needs any more, to one caller at a time; null for none. */
  synchronized @Nullable SessionToken leaving() {
    ClockReading now = clock.now();
    for (SessionToken token : retired) {
      if (token.isIdle(now) && token.leave()) {
        return token;
      }
    }
    return null;
  }

  /** Takes note that a token is over, or else that it is to leave another time. */
  synchronized void left(SessionToken token, boolean over) {
    if (over) {
      retired.remove(token);
    } else {
      token.stay();
    }
  }

  /** Returns whether the token is ours to revoke and still lives. */
  synchronized boolean isToBeRevoked(SessionToken token) {
    return token.ours() && token.isAlive(clock.now());
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Returns all tokens and holds none from now on. */
  synchronized List<SessionToken> close() {
    closed = true;
    List<SessionToken> all = new ArrayList<>(retired);
    SessionToken last = current;
    if (last != null) {
      all.add(last);
    }
    current = null;
    retired.clear();
    return all;
  }
}
