// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An observer of each server that a driver tries for one connection; the driver's own login point
 * calls it.
 */
interface LoginObserver {

  /** Returns whether the connection was matched by this server. */
  boolean isMatched(Target server);

  /** Returns the servers that the connection was matched by. */
  List<Target> matched();

  /**
   * A login to a server is about to begin.
   *
   * @throws SQLException when the credential is not to go there
   */
  void reaching(Target server) throws SQLException;

  /**
   * The server has answered, or the login has failed in another way.
   *
   * @param thrown null when the server has let the user in
   */
  void answered(Target server, @Nullable Throwable thrown);

  /**
   * A login to one of the servers has failed that count as one target.
   *
   * @see dev.leasehold.inject.jdbc.LoginPoint#countsAsOne
   */
  void failedAtOne(Throwable thrown);

  /**
   * Returns the observer for the time after the connect has ended: a thread of the driver's may go
   * on with its login. Holds nothing of the application's but text, as that thread may live on.
   */
  LoginObserver afterwards();
}
