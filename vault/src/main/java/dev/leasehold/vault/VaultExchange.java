// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.ClockReading;

/** An answer and the token it was asked with, which is not revoked by us until this is closed. */
final class VaultExchange implements AutoCloseable {

  private final VaultSession session;
  private final SessionToken token;
  private final ClockReading at;
  private final VaultResponse answer;

  VaultExchange(VaultSession session, SessionToken token, ClockReading at, VaultResponse answer) {
    this.session = session;
    this.token = token;
    this.at = at;
    this.answer = answer;
  }

  VaultResponse answer() {
    return answer;
  }

  SessionToken token() {
    return token;
  }

  /** Returns when the request was sent. */
  ClockReading at() {
    return at;
  }

  @Override
  public void close() {
    session.giveBack(token);
  }
}
