package dev.leasehold.observe;

import dev.leasehold.vault.LoginListener;
import java.time.Duration;

/** Writes logins to the log. */
public final class LoginLog implements LoginListener {

  private final Log log;

  /** Makes a listener that writes to {@code log}. */
  public LoginLog(Log log) {
    this.log = log;
  }

  @Override
  public void loggedIn(String how, Duration life) {
    log.info("Vault accepted the " + how + ", token for " + Spans.of(life));
  }
}
