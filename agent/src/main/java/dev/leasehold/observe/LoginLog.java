// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.vault.LoginListener;
import java.time.Duration;

/** Writes logins to the log, and each kind of failure once until a login succeeds. */
public final class LoginLog implements LoginListener {

  private final Log log;
  private final Warnings warnings;

  /** Makes a listener that writes to {@code log}. */
  public LoginLog(Log log) {
    this.log = log;
    this.warnings = new Warnings(log);
  }

  @Override
  public void loggedIn(String how, Duration life) {
    warnings.forget();
    log.info("Vault accepted the " + how + ", token for " + HumanDuration.of(life));
  }

  @Override
  public void loginFailed(String how, LeaseException cause, Duration left) {
    String message = String.valueOf(cause.getMessage());
    warnings.write(
        message,
        "the "
            + how
            + " failed and is tried again with the next lease. Until it succeeds, no lease lasts"
            + " longer than the old token, which has "
            + HumanDuration.of(left)
            + " left: "
            + message
            + LeaseException.correlation(cause));
  }

  @Override
  public void tokenKept(String how, LeaseException cause, Duration left) {
    String message = String.valueOf(cause.getMessage());
    warnings.write(
        "kept: " + message,
        "the token of the "
            + how
            + " is needed no more and could not be revoked; it ends by itself in "
            + HumanDuration.of(left)
            + " at most: "
            + message
            + LeaseException.correlation(cause));
  }
}
