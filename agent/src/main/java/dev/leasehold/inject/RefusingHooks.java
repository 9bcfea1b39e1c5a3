package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every matched connection with one message: what is left to do when the configuration is
 * broken, because the configured password is never tried.
 */
public final class RefusingHooks implements Hooks {

  private final List<DriverDialect> dialects;
  private final Match match;
  private final String message;

  /**
   * Makes the refusal.
   *
   * @param match which connections; all of the known drivers' when the broken part is the matching
   * @param message what is wrong, which key, what to do; no secret
   */
  public RefusingHooks(List<DriverDialect> dialects, Match match, String message) {
    this.dialects = dialects;
    this.match = match;
    this.message = message;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      Object driver, @Nullable String url, @Nullable Properties info) throws SQLException {
    DriverDialect dialect = ConnectionRequest.dialectOf(dialects, url);
    if (dialect == null || url == null) {
      return null;
    }
    ConnectionRequest request = new ConnectionRequest(dialect, url, info);
    if (match.matches(url, request.user())) {
      throw Failures.refused(message, null);
    }
    return null;
  }

  @Override
  public boolean isRetired(Object connection) {
    return false;
  }

  @Override
  public Throwable explain(Object connection, Throwable thrown) {
    return thrown;
  }

  @Override
  public boolean isToGo(String kind, Object pooled) {
    return false;
  }

  @Override
  public void poolStarted(String kind, Object pool) {
    // No connection will need to be evicted.
  }

  @Override
  public void poolStopped(Object pool) {
    // Nor is a pool known.
  }
}
