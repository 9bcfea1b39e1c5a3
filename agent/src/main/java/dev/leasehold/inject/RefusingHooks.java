package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every matched connection with one message: what is left to do when the configuration is
 * broken, because the configured password is never tried.
 */
public final class RefusingHooks implements Hooks {

  private final Map<String, Entrance> entrances;
  private final Match match;
  private final String message;

  /**
   * Makes the refusal.
   *
   * @param match which connections; all of the known drivers' when the broken part is the matching
   * @param message what is wrong, which key, what to do; no secret
   */
  public RefusingHooks(Map<String, Entrance> entrances, Match match, String message) {
    this.entrances = entrances;
    this.match = match;
    this.message = message;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String entrance, @Nullable Object target, @Nullable Object first, @Nullable Object second)
      throws SQLException {
    ConnectionRequest request = Entrances.read(entrances, entrance, target, first, second);
    if (request != null && match.matches(request.url(), request.user())) {
      throw Failures.refused(message, null);
    }
    return null;
  }
}
