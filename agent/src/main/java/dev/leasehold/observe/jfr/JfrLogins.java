// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.vault.LoginListener;
import java.time.Duration;

/** Makes an event of each login, and tells another listener. */
final class JfrLogins implements LoginListener {

  private final JfrEventRecorder recorder;
  private final LoginListener next;

  JfrLogins(JfrEventRecorder recorder, LoginListener next) {
    this.recorder = recorder;
    this.next = next;
  }

  @Override
  public void loggedIn(String how, Duration life) {
    recorder.record(
        () -> {
          LoginEvent event = new LoginEvent();
          event.method = how;
          event.result = "success";
          event.life = life.toNanos();
          event.commit();
        });
    next.loggedIn(how, life);
  }

  @Override
  public void attemptFailed(LeaseException cause) {
    recorder.record(
        () -> {
          LoginEvent event = new LoginEvent();
          event.result = "failure";
          event.reason = JfrEventRecorder.kind(cause);
          event.life = Long.MIN_VALUE; // As JFR shows a time that is not known.
          event.commit();
        });
    next.attemptFailed(cause);
  }

  @Override
  public void tokenRenewed(Duration life) {
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
