// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.Moment;

/** An answer and the token it was asked with, which is not revoked by us until this is closed. */
final class Asked implements AutoCloseable {

  private final VaultSession session;
  private final SessionToken token;
  private final Moment at;
  private final Answer answer;

  Asked(VaultSession session, SessionToken token, Moment at, Answer answer) {
    this.session = session;
    this.token = token;
    this.at = at;
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  SessionToken token() {
    return token;
  }

  /** Returns when the request was sent. */
  Moment at() {
    return at;
  }

  @Override
  public void close() {
    session.giveBack(token);
  }
}
