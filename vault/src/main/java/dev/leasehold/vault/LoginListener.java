package dev.leasehold.vault;

import java.time.Duration;

/** Told of logins. Called while the session is locked; must return soon and must not throw. */
@FunctionalInterface
public interface LoginListener {

  /** A listener that does nothing. */
  LoginListener NONE = (how, life) -> {};

  /**
   * Vault issued a new token, or a token file held another one.
   *
   * @param how the method and role; no secret
   * @param life how long the token lives if it is not renewed
   */
  void loggedIn(String how, Duration life);
}
