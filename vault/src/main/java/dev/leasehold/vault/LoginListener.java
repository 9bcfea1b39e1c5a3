// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.LeaseException;
import java.time.Duration;

/**
 * A listener for logins to Vault. Called while no other can begin; must return soon and must not
 * throw.
 */
@FunctionalInterface
public interface LoginListener {

  /** A listener that does nothing. The sidecar's archive of classes takes no interface's lambda. */
  LoginListener NONE =
      new LoginListener() {
        @Override
        public void loggedIn(String how, Duration life) {}
      };

  /**
   * Vault issued a new token, or a token file held another token.
   *
   * @param how the method and role; no secret
   * @param life how long the token lives if it is not renewed
   */
  void loggedIn(String how, Duration life);

  /** A login failed, whether or not an old token is used in the place of a new token. */
  default void attemptFailed(LeaseException cause) {}

  /**
   * The current token was renewed, by this process or by the writer of the token file. It lives for
   * so long from now on.
   */
  default void tokenRenewed(Duration life) {}

  /**
   * No new token could be had. The old token, which cannot be extended any more, is used for its
   * remaining time, and no lease taken out now lasts longer. The next request for a lease tries
   * again.
   *
   * @param how the method and role; no secret
   * @param cause why; its message holds no secret
   * @param left how long the old token still lives
   */
  default void loginFailed(String how, LeaseException cause, Duration left) {}

  /**
   * A token that nobody needs any more could not be revoked, nor the leases under it. While the
   * session is open that is tried again.
   *
   * @param how the method and role; no secret
   * @param cause why; its message holds no secret
   * @param left how long the token still lives
   */
  default void tokenKept(String how, LeaseException cause, Duration left) {}
}
