package dev.leasehold.observe;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.vault.LoginListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Writes logins to the log, and each way in which they fail once until one succeeds. */
public final class LoginLog implements LoginListener {

  private final Log log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Makes a listener that writes to {@code log}. */
  public LoginLog(Log log) {
    this.log = log;
  }

  @Override
  public void loggedIn(String how, Duration life) {
    told.clear();
    log.info("Vault accepted the " + how + ", token for " + Spans.of(life));
  }

  @Override
  public void loginFailed(String how, LeaseException cause, Duration left) {
    String message = String.valueOf(cause.getMessage());
    log.write(
        told.add(message) ? Log.Level.WARN : Log.Level.DEBUG,
        "the "
            + how
            + " failed and is tried again with the next lease; until it succeeds no lease lasts"
            + " longer than the old token, which has "
            + Spans.of(left)
            + " left: "
            + message);
  }
}
