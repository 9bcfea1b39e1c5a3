package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Moment;
import java.time.Duration;

/**
 * What a session asks of Vault for its tokens' sake. Holds no lock, so that nobody waits for it.
 */
final class TokenCalls {

  /** What letting go of a token may take: an application's shutdown waits for it. */
  static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final VaultHttp http;
  private final VaultLogin login;
  private final LeaseClock clock;

  TokenCalls(VaultHttp http, VaultLogin login, LeaseClock clock) {
    this.http = http;
    this.login = login;
    this.clock = clock;
  }

  /** Logs in. */
  SessionToken issue() throws LeaseException {
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
    return issued;
  }

  /** Asks for a renewal and returns the answer, whatever its status. */
  Answer renew(SessionToken token) throws LeaseException {
    VaultRequest renewal = VaultRequest.put("auth/token/renew-self", new JsonObject());
    return http.send(renewal.as(token.secret()));
  }

  /** Returns whether Vault refuses for good what it was asked for with the token itself. */
  static boolean isRefusal(Answer answer) {
    return answer.isForbidden() || answer.status() == BAD_REQUEST;
  }

  /** Revokes a token and returns whether nothing more needs to be done about it. */
  boolean revoke(SessionToken token) {
    VaultRequest farewell = VaultRequest.put("auth/token/revoke-self", new JsonObject());
    try {
      return isOver(http.send(farewell.as(token.secret()), FAREWELL));
    } catch (LeaseException e) {
      return false; // Tried again at the next request, until it expires by itself.
    }
  }

  /** A 429 or a standby's 412, 472 or 473 leaves the token as it was; a 403 is of one unknown. */
  private static boolean isOver(Answer farewell) {
    return farewell.isSuccess() || isRefusal(farewell) || farewell.status() == NOT_FOUND;
  }
}
