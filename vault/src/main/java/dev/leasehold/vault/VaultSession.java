package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;
import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One login, shared by all the lease sources of a process. Safe for use by many threads.
 *
 * <p>Logs in at the first request. Whenever it is asked for its token and half of the token's life
 * has gone, it renews it; when the maximum TTL lets it renew no further, it logs in anew for new
 * leases, since a lease dies with the token that created it. The old token is revoked when the last
 * lease under it has been revoked or has ended, and all are at {@link #close()}.
 */
public final class VaultSession implements AutoCloseable {

  /** What letting go of a token may take: an application's shutdown waits for it. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final VaultHttp http;
  private final VaultLogin login;
  private final LeaseClock clock;
  private final LoginListener listener;
  private final Object lock = new Object();

  // All below are guarded by the lock.
  private final List<SessionToken> retired = new ArrayList<>();
  private @Nullable SessionToken current;
  private int sources;
  private boolean closed;

  /** Makes a session that has not logged in yet, and tells nobody when it does. */
  public VaultSession(VaultConnection connection, VaultLogin login, LeaseClock clock) {
    this(connection, login, clock, LoginListener.NONE);
  }

  /** Makes a session that has not logged in yet. */
  public VaultSession(
      VaultConnection connection, VaultLogin login, LeaseClock clock, LoginListener listener) {
    this.http = new VaultHttp(connection);
    this.login = login;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Returns a source of leases on one path, such as {@code database/creds/orders}. The session is
   * closed when the last of its sources is.
   *
   * @throws LeaseException of kind {@code INVALID} when that is no path
   */
  public LeaseSource leases(String path) throws LeaseException {
    return leases(path, null);
  }

  /**
   * Returns the same, of leases that are to be replaced at an age. The first is refused, as {@code
   * INVALID} and with the numbers, if Vault lets none grow as old.
   */
  public LeaseSource leases(String path, @Nullable Duration age) throws LeaseException {
    VaultLeaseSource source = new VaultLeaseSource(this, SecretPath.parse(path));
    synchronized (lock) {
      sources++;
    }
    return age == null ? source : new AgeCheckedSource(source, age);
  }

  /**
   * Asks with a token, the lease's own where there is one. A 403 may mean that the token is gone,
   * so it is believed only under a token that has just been issued; else there is one new login and
   * one more try.
   */
  Asked ask(VaultRequest request, @Nullable String leaseId) throws LeaseException {
    SessionToken token = borrow(leaseId);
    Asked asked = ask(request, token);
    if (asked.answer().status() != FORBIDDEN || token.isUnused()) {
      return asked;
    }
    asked.close();
    return ask(request, borrowOtherThan(token));
  }

  private Asked ask(VaultRequest request, SessionToken token) throws LeaseException {
    Moment at = clock.now();
    try {
      return new Asked(this, token, at, http.send(request.as(token.secret())));
    } catch (LeaseException | RuntimeException | Error e) {
      giveBack(token);
      throw e;
    }
  }

  /**
   * Takes note of a lease and returns for how long it can last: no longer than its token, which is
   * renewed first where that cuts the lease less short.
   */
  Duration own(SessionToken token, String leaseId, Moment at, Duration granted) {
    synchronized (lock) {
      token.owns(leaseId, at, granted);
      lengthen(token, granted);
      Duration life = token.remaining(at);
      return granted.compareTo(life) < 0 ? granted : life;
    }
  }

  /** Returns for how long a lease was last granted, or null when that is not known. */
  @Nullable Duration granted(String leaseId) {
    synchronized (lock) {
      SessionToken owner = ownerOf(leaseId);
      return owner == null ? null : owner.granted(leaseId);
    }
  }

  /** Takes note of a renewal, under whichever token created the lease. */
  Duration ownRenewed(String leaseId, Moment at, Duration granted) {
    synchronized (lock) {
      SessionToken owner = ownerOf(leaseId);
      return owner == null ? granted : own(owner, leaseId, at, granted);
    }
  }

  /** Takes note that a lease is no more, and lets go of tokens that have none left. */
  void disown(String leaseId) {
    synchronized (lock) {
      SessionToken owner = ownerOf(leaseId);
      if (owner != null) {
        owner.disowns(leaseId);
      }
      sweep();
    }
  }

  /** Returns the exception that an answer other than success stands for. */
  LeaseException fault(VaultRequest request, Answer answer) {
    return new AnswerFault(http.connection(), request, answer).explain();
  }

  VaultConnection connection() {
    return http.connection();
  }

  /** Takes note that one of the sources has been closed. */
  void sourceClosed() {
    synchronized (lock) {
      sources--;
      if (sources == 0) {
        close();
      }
    }
  }

  /**
   * Revokes the tokens that the session logged in for, and with them every lease that is left.
   * Takes two seconds for each at most; never throws. After it, each request fails.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      SessionToken last = current;
      current = null;
      if (last != null) {
        retired.add(last);
      }
      for (SessionToken token : retired) {
        letGo(token);
      }
      retired.clear();
    }
  }

  private SessionToken borrow(@Nullable String leaseId) throws LeaseException {
    synchronized (lock) {
      SessionToken owner = leaseId == null ? null : ownerOf(leaseId);
      if (owner != null) {
        extend(owner);
      }
      SessionToken token = owner != null && owner.isAlive(clock.now()) ? owner : fresh();
      token.borrow();
      return token;
    }
  }

  private SessionToken borrowOtherThan(SessionToken refused) throws LeaseException {
    synchronized (lock) {
      SessionToken token = current;
      token = token == null || token == refused ? logIn() : fresh();
      token.borrow();
      return token;
    }
  }

  /** Takes note that a request made with the token has come to its end. */
  void giveBack(SessionToken token) {
    synchronized (lock) {
      token.giveBack();
      sweep();
    }
  }

  /** Returns a token with life enough for a new lease. */
  private SessionToken fresh() throws LeaseException {
    SessionToken token = current;
    if (token == null) {
      return logIn();
    }
    extend(token);
    if (!token.isSpent(clock.now())) {
      return token;
    }
    try {
      return logIn();
    } catch (LeaseException e) {
      Duration left = token.remaining(clock.now());
      if (left.isZero() || closed) {
        throw e;
      }
      listener.loginFailed(login.toString(), e, left);
      return token; // A shorter lease is better than none; the next request tries again.
    }
  }

  private void extend(SessionToken token) throws LeaseException {
    if (token.isDueForRenewal(clock.now())) {
      renew(token);
    }
  }

  private void lengthen(SessionToken token, Duration lease) {
    if (token.cutsShort(lease, clock.now())) {
      try {
        renew(token);
      } catch (LeaseException e) {
        return; // A shorter lease is better than none; the next request tries again.
      }
    }
  }

  private void renew(SessionToken token) throws LeaseException {
    Moment at = clock.now();
    VaultRequest renewal = VaultRequest.put("auth/token/renew-self", new JsonObject());
    Answer answer = http.send(renewal.as(token.secret()));
    if (answer.isSuccess()) {
      token.renewed(answer, at);
    } else if (answer.status() == FORBIDDEN || answer.status() == BAD_REQUEST) {
      token.cannotBeExtended();
    }
  }

  private SessionToken logIn() throws LeaseException {
    if (closed) {
      throw new LeaseException(
          UNAVAILABLE, "the Vault session is closed; the JVM is shutting down");
    }
    VaultRequest request = login.request();
    Moment at = clock.now();
    Answer answer = http.send(request);
    if (!answer.isSuccess()) {
      throw new AnswerFault(http.connection(), request, answer).explainLogin(login);
    }
    SessionToken issued = login.token(request, answer, at);
    if (issued.secret().reveal().isEmpty()) {
      throw new LeaseException(
          INVALID,
          "Vault answered "
              + answer.status()
              + " for "
              + request.path()
              + " without a token; check that leasehold.auth.mount is an auth method that needs one"
              + " step (at "
              + http.connection()
              + ")");
    }
    return adopt(issued);
  }

  private SessionToken adopt(SessionToken issued) {
    SessionToken old = current;
    if (old != null && old.secret().equals(issued.secret())) {
      old.update(issued); // The token file still holds the same one.
      return old;
    }
    current = issued;
    if (old != null) {
      retired.add(old);
    }
    sweep();
    listener.loggedIn(login.toString(), issued.remaining(clock.now()));
    return issued;
  }

  private void sweep() {
    Moment now = clock.now();
    for (Iterator<SessionToken> tokens = retired.iterator(); tokens.hasNext(); ) {
      SessionToken token = tokens.next();
      if (token.isIdle(now) && letGo(token)) {
        tokens.remove();
      }
    }
  }

  /** Returns whether nothing more needs to be done about the token. */
  private boolean letGo(SessionToken token) {
    if (!token.ours() || !token.isAlive(clock.now())) {
      return true;
    }
    VaultRequest farewell = VaultRequest.put("auth/token/revoke-self", new JsonObject());
    try {
      return isOver(http.send(farewell.as(token.secret()), FAREWELL));
    } catch (LeaseException e) {
      return false; // Tried again at the next request, until it expires by itself.
    }
  }

  /** A 429 or a standby's 412, 472 or 473 leaves the token as it was; a 403 is of one unknown. */
  private static boolean isOver(Answer farewell) {
    int status = farewell.status();
    return farewell.isSuccess()
        || status == BAD_REQUEST
        || status == FORBIDDEN
        || status == NOT_FOUND;
  }

  private @Nullable SessionToken ownerOf(String leaseId) {
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
}
