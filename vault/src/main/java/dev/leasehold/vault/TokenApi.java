// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The requests that a session makes for its tokens. Holds no lock, so that nobody waits for it. */
final class TokenApi {

  /** The time that letting go of a token may take: an application's shutdown waits for it. */
  static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final VaultHttp http;
  private final VaultLogin login;
  private final LeaseClock clock;

  TokenApi(VaultHttp http, VaultLogin login, LeaseClock clock) {
    this.http = http;
    this.login = login;
    this.clock = clock;
  }

  /** Logs in. */
  SessionToken issue() throws LeaseException {
    VaultRequest request = login.request();
    ClockReading at = clock.now();
    VaultResponse answer = http.send(request);
    if (!answer.isSuccess()) {
      throw new ResponseFault(http.connection(), request, answer).explainLogin(login);
    }
    SessionToken issued;
    try {
      issued = login.token(request, answer, at);
    } catch (BadResponseException e) {
      throw new ResponseFault(http.connection(), request, answer)
          .explainContent(
              e, "check that leasehold.auth.mount is an auth method that needs one step");
    }
    requireEndlessUse(request, answer, issued);
    return issued;
  }

  /** Each renewal is a use: the last use would end the token, and every lease under it. */
  private void requireEndlessUse(VaultRequest request, VaultResponse answer, SessionToken issued)
      throws LeaseException {
    if (issued.uses() == 0) {
      return;
    }
    BadResponseException limited =
        new BadResponseException(
            "a token for "
                + issued.uses()
                + " uses, which its renewals use up, and its leases end with it");
    LeaseException refused =
        new ResponseFault(http.connection(), request, answer)
            .explainContent(limited, login.adviceOnUses());
    LeaseException kept = issued.ours() ? revoke(issued) : null;
    throw kept == null
        ? refused
        : new LeaseException(
            refused.kind(),
            refused.getMessage() + "; the token could not be revoked: " + kept.getMessage(),
            refused);
  }

  /** Asks for a renewal, and lets the tokens take note of the answer, of any status. */
  void renew(SessionToken token, TokenStore tokens) throws LeaseException {
    VaultRequest renewal = VaultRequest.put("auth/token/renew-self", new JsonObject()).repeatable();
    ClockReading at = clock.now();
    VaultResponse answer = http.send(renewal.as(token.secret()));
    try {
      tokens.renewed(token, answer, at);
    } catch (BadResponseException e) {
      throw new ResponseFault(http.connection(), renewal, answer)
          .explainContent(e, ResponseFault.NOT_VAULT);
    }
  }

  /** Returns whether Vault refuses for good a request about the token itself. */
  static boolean isRefusal(VaultResponse answer) {
    return answer.isForbidden() || answer.status() == BAD_REQUEST;
  }

  /**
   * Revokes a token. Returns null if the token has ended, else the reason why it may live on. A
   * revocation that failed is to be tried again until the token expires by itself.
   */
  @Nullable LeaseException revoke(SessionToken token) {
    VaultRequest farewell =
        VaultRequest.put("auth/token/revoke-self", new JsonObject()).repeatable();
    try {
      VaultResponse answer = http.send(farewell.as(token.secret()), FAREWELL);
      return isOver(answer)
          ? null
          : new ResponseFault(http.connection(), farewell, answer).explain();
    } catch (LeaseException unanswered) {
      return unanswered;
    }
  }

  /** A 429 or a standby's 412, 472 or 473 leaves the token as it was; a 403 is of one unknown. */
  private static boolean isOver(VaultResponse farewell) {
    return farewell.isSuccess() || isRefusal(farewell) || farewell.status() == NOT_FOUND;
  }
}
