// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault.metrics;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.metrics.LoginMetrics;
import dev.leasehold.vault.LoginListener;
import java.time.Duration;

/** Counts logins, and tells another listener. */
public final class CountedLogins implements LoginListener {

  private final LoginMetrics metrics;
  private final LoginListener next;

  /** Makes a listener that counts with {@code metrics}, and then tells {@code next}. */
  public CountedLogins(LoginMetrics metrics, LoginListener next) {
    this.metrics = metrics;
    this.next = next;
  }

  @Override
  public void loggedIn(String how, Duration life) {
    metrics.loggedIn(life);
    next.loggedIn(how, life);
  }

  @Override
  public void attemptFailed(LeaseException cause) {
    metrics.failed();
    next.attemptFailed(cause);
  }

  @Override
  public void tokenRenewed(Duration life) {
    metrics.renewed(life);
    next.tokenRenewed(life);
  }

  @Override
  public void loginFailed(String how, LeaseException cause, Duration left) {
    next.loginFailed(how, cause, left);
  }

  @Override
  public void tokenKept(String how, LeaseException cause, Duration left) {
    next.tokenKept(how, cause, left);
  }
}
