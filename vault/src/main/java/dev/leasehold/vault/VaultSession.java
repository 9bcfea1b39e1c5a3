// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One login, shared by all the lease sources of a process. Safe for use by many threads.
 *
 * <p>Logs in at the first request. When it is asked for its token and half of the token's life has
 * gone, it renews the token. When the maximum TTL allows no further renewal, it logs in anew for
 * new leases, since a lease dies with the token that created it. The old token is revoked when the
 * last lease under it has been revoked or has ended, and all are at {@link #close()}.
 *
 * <p>One thread at a time logs in. Threads that need a new token too wait for it. Threads whose
 * lease is under a token that lives do not.
 */
public final class VaultSession implements AutoCloseable {

  /** Vault counts in whole seconds of its own clock. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final VaultHttp http;
  private final VaultLogin login;
  private final TokenApi calls;
  private final LeaseClock clock;
  private final LoginListener listener;
  private final TokenStore tokens;
  private final AtomicInteger sources = new AtomicInteger();

  /** Why no new token could be had, when the last login failed. */
  private volatile @Nullable LeaseException loginFault;

  /** Held by the thread that logs in. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Makes a session without a listener, and without an origin in its requests to Vault. */
  public VaultSession(VaultConnection connection, VaultLogin login, LeaseClock clock) {
    this(connection, RequestOrigin.UNKNOWN, login, clock, LoginListener.NONE);
  }

  /** Makes a session that has not logged in yet. */
  public VaultSession(
      VaultConnection connection,
      RequestOrigin origin,
      VaultLogin login,
      LeaseClock clock,
      LoginListener listener) {
    this.http = new VaultHttp(connection, origin);
    this.login = login;
    this.calls = new TokenApi(http, login, clock);
    this.tokens = new TokenStore(clock);
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Returns a source of leases on one path, such as {@code database/creds/orders}. The session is
   * closed when the last of its sources is.
   */
  public LeaseSource leases(VaultPath path) {
    return leases(path, null);
  }

  /**
   * Returns the same, of leases that are to be replaced at an age. The first is refused, as {@code
   * INVALID} and with the numbers, if Vault lets none grow as old.
   */
  public LeaseSource leases(VaultPath path, @Nullable Duration age) {
    VaultLeaseSource source = new VaultLeaseSource(this, path.toString());
    sources.incrementAndGet();
    return age == null ? source : new AgeCheckedSource(source, age);
  }

  /** Takes over a lease of an earlier process with its token. Asks nothing. */
  void takeOver(SavedLease left) {
    tokens.takeOver(left);
  }

  SavedLease save(String path, Lease lease) {
    return new SavedLease(connection().toString(), path, lease, tokens.saved(lease.id()));
  }

  /** Returns the way to Vault, on which nothing is asked. */
  public VaultConnectivity connectivity() {
    return new VaultConnectivity(http);
  }

  /** Lets the requests of this thread share a connection until the returned operation is closed. */
  VaultOperation converse() {
    return http.converse();
  }

  /**
   * Asks with a token: the lease's own token if it has any. A 403 may mean that the token is gone,
   * so it counts only under a token that has just been issued. Else a new login and one more try
   * follow.
   */
  VaultExchange ask(VaultRequest request, @Nullable String leaseId) throws LeaseException {
    return ask(request, borrow(leaseId), Duration.ZERO);
  }

  /**
   * Asks for a new lease that is to last for longer than the rest of the lease in use. Asks for
   * none when no token can be had that lives so long: the new lease would be no better.
   *
   * @param inUse the rest of the lease in use; zero where no lease is in use
   */
  VaultExchange askForMore(VaultRequest request, Duration inUse) throws LeaseException {
    Duration atLeast = inUse.isZero() ? inUse : inUse.plus(TICK);
    return ask(request, borrowFresh(atLeast), atLeast);
  }

  private VaultExchange ask(VaultRequest request, SessionToken token, Duration atLeast)
      throws LeaseException {
    VaultExchange asked = ask(request, token);
    if (!asked.answer().isForbidden() || token.isUnused()) {
      return asked;
    }
    asked.close();
    return ask(request, borrowOtherThan(token, atLeast));
  }

  private VaultExchange ask(VaultRequest request, SessionToken token) throws LeaseException {
    ClockReading at = clock.now();
    try {
      return new VaultExchange(this, token, at, http.send(request.as(token.secret())));
    } catch (LeaseException | RuntimeException | Error e) {
      giveBack(token);
      throw e;
    }
  }

  /**
   * Takes note of a lease and returns for how long it can last: no longer than its token. The token
   * is renewed first where that cuts the lease less short.
   */
  Duration own(SessionToken token, String leaseId, ClockReading at, Duration granted) {
    tokens.owns(token, leaseId, at, granted);
    lengthen(token, granted);
    return tokens.bounded(token, at, granted);
  }

  /** Returns for how long a lease was last granted, or null when that is not known. */
  @Nullable Duration granted(String leaseId) {
    return tokens.granted(leaseId);
  }

  /** Takes note of a renewal, under whichever token created the lease. */
  Duration ownRenewed(String leaseId, ClockReading at, Duration granted) {
    SessionToken owner = tokens.ownerOf(leaseId);
    return owner == null ? granted : own(owner, leaseId, at, granted);
  }

  /** Takes note that a lease is no more, and lets go of tokens that have none left. */
  void disown(String leaseId) {
    tokens.disown(leaseId);
    sweep();
  }

  /** Returns the exception that a successful answer with something unusable in it stands for. */
  LeaseException fault(VaultRequest request, VaultResponse answer, BadResponseException what) {
    return new ResponseFault(http.connection(), request, answer)
        .explainContent(what, ResponseFault.NOT_VAULT);
  }

  /** Returns the exception that an answer other than success stands for. */
  LeaseException fault(VaultRequest request, VaultResponse answer) {
    return new ResponseFault(http.connection(), request, answer).explain();
  }

  Duration remaining(Lease lease) {
    return lease.remaining(clock.now());
  }

  VaultConnection connection() {
    return http.connection();
  }

  /** Takes note that one of the sources has been closed. */
  void sourceClosed() {
    if (sources.decrementAndGet() == 0) {
      close();
    }
  }

  /**
   * Revokes the tokens that the session logged in for, and with them every lease that is left.
   * Takes two seconds at most for each, and for a login that is under way, whose token is revoked
   * when it comes; never throws. After it, each request fails.
   */
  @Override
  public void close() {
    try (VaultOperation farewell = converse()) {
      for (SessionToken token : tokens.close()) {
        letGo(token);
      }
    }
    awaitLogin();
  }

  private void awaitLogin() {
    try {
      if (turn.tryLock(TokenApi.FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SessionToken borrow(@Nullable String leaseId) throws LeaseException {
    SessionToken owner = leaseId == null ? null : tokens.ownerOf(leaseId);
    if (leaseId != null && owner != null) {
      renew(owner, null);
      owner = tokens.borrowOwner(leaseId);
    }
    return owner == null ? borrowFresh(Duration.ZERO) : owner;
  }

  private SessionToken borrowOtherThan(SessionToken refused, Duration inUse) throws LeaseException {
    return tokens.current() == refused ? borrowIssued(refused, inUse) : borrowFresh(inUse);
  }

  /** Takes note that a request made with the token has come to its end. */
  void giveBack(SessionToken token) {
    tokens.giveBack(token);
    sweep();
  }

  /** Borrows a token with life enough for a new lease, and for more than that. */
  private SessionToken borrowFresh(Duration atLeast) throws LeaseException {
    SessionToken token = tokens.current();
    if (token != null) {
      renew(token, null);
      if (tokens.remaining(token).compareTo(atLeast) <= 0) {
        lengthen(token, atLeast);
      }
    }
    SessionToken unspent = tokens.borrowUnspent(null, atLeast);
    return unspent == null ? borrowIssued(null, atLeast) : unspent;
  }

  /** Borrows the token of a login, by this thread or by the thread that had the turn before. */
  private SessionToken borrowIssued(@Nullable SessionToken refused, Duration atLeast)
      throws LeaseException {
    turn.lock();
    try {
      SessionToken token = tokens.borrowUnspent(refused, atLeast);
      return token == null ? logIn(refused, atLeast) : token;
    } finally {
      turn.unlock();
    }
  }

  private SessionToken logIn(@Nullable SessionToken refused, Duration atLeast)
      throws LeaseException {
    if (tokens.isClosed()) {
      throw atItsEnd();
    }
    SessionToken issued;
    try {
      issued = calls.issue();
    } catch (LeaseException e) {
      loginFault = e;
      listener.attemptFailed(e);
      return fallBack(refused, atLeast, e);
    }
    loginFault = null;
    return requireLonger(adopt(issued), atLeast, atEndOf(issued));
  }

  /**
   * A shorter lease is better than none, but not than the lease in use; the next request retries.
   */
  private SessionToken fallBack(
      @Nullable SessionToken refused, Duration atLeast, LeaseException cause)
      throws LeaseException {
    SessionToken old = tokens.borrowLiving(refused);
    if (old == null) {
      throw cause;
    }
    requireLonger(old, atLeast, cause);
    listener.loginFailed(login.toString(), cause, tokens.remaining(old));
    return old;
  }

  private SessionToken requireLonger(SessionToken token, Duration atLeast, LeaseException cause)
      throws LeaseException {
    if (atLeast.isZero() || tokens.remaining(token).compareTo(atLeast) > 0) {
      return token;
    }
    tokens.giveBack(token);
    throw new LeaseException(
        cause.kind(),
        "the lease in use is kept to its end, as a new lease would not last longer. The Vault"
            + " token ends first, and no better token could be had: "
            + cause.getMessage(),
        cause);
  }

  private LeaseException atEndOf(SessionToken issued) {
    return new LeaseException(
        UNAVAILABLE,
        "the "
            + login
            + " yields a token that ends in "
            + tokens.remaining(issued).getSeconds()
            + " s; "
            + login.adviceOnLife());
  }

  /** Returns why a lease ends before its time, when its token ends first. */
  String whyCutShort() {
    LeaseException fault = loginFault;
    return "the Vault token that it is under ends first"
        + (fault == null
            ? "; raise token_ttl and token_max_ttl of the auth role"
            : ", and no new token could be had: " + fault.getMessage());
  }

  private SessionToken adopt(SessionToken issued) throws LeaseException {
    SessionToken token = tokens.adopt(issued);
    if (token == null) {
      letGo(issued);
      throw atItsEnd();
    }
    if (token == issued) {
      listener.loggedIn(login.toString(), tokens.remaining(issued));
    } else { // The writer of the token file has renewed the token that is in it.
      listener.tokenRenewed(tokens.remaining(token));
    }
    return token;
  }

  private static LeaseException atItsEnd() {
    return new LeaseException(UNAVAILABLE, "the Vault session is closed; the JVM is shutting down");
  }

  private void lengthen(SessionToken token, Duration lease) {
    try {
      renew(token, lease);
    } catch (LeaseException e) {
      return; // A shorter lease is better than none; the next request tries again.
    }
  }

  /** Renews a token if that is due or, where a lease is given, lets that last longer. */
  private void renew(SessionToken token, @Nullable Duration lease) throws LeaseException {
    if (tokens.isToBeRenewed(token, lease)) {
      synchronized (token.renewal()) {
        if (tokens.isToBeRenewed(token, lease)) { // Unless another thread has just done so.
          calls.renew(token, tokens);
          if (token == tokens.current()) {
            listener.tokenRenewed(tokens.remaining(token));
          }
        }
      }
    }
  }

  /**
   * Revokes tokens that nobody needs any more, up to the first that Vault does not take back now.
   */
  private void sweep() {
    SessionToken token = tokens.leaving();
    while (token != null && hasLeft(token)) {
      token = tokens.leaving();
    }
  }

  private boolean hasLeft(SessionToken token) {
    boolean over = false;
    try {
      over = letGo(token);
    } finally {
      tokens.left(token, over);
    }
    return over;
  }

  /** Returns whether nothing more needs to be done about the token. */
  private boolean letGo(SessionToken token) {
    LeaseException kept = tokens.isToBeRevoked(token) ? calls.revoke(token) : null;
    if (kept != null) {
      listener.tokenKept(login.toString(), kept, tokens.remaining(token));
    }
    return kept == null;
  }
}
