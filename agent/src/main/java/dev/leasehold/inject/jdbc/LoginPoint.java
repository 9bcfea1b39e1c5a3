// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.target.Target;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads which server a driver is about to log in to, at its own login point for one server. */
@FunctionalInterface
public interface LoginPoint {

  /** Stands for a server that its driver has no object for, such as a socket of a file system. */
  Object UNNAMED = new Object();

  /**
   * Returns the server; its database is null.
   *
   * @param server what the driver calls the server by, or its connection to it; {@link #UNNAMED}
   *     where it has neither
   * @throws ReflectiveOperationException when it cannot be reached into
   */
  Target server(Object server) throws ReflectiveOperationException;

  /**
   * Returns the connection that logs in, by which the ledger knows one that does so again, on its
   * own; null where the driver's login point does not tell it.
   */
  default @Nullable Object connection(Object server) {
    return null;
  }

  /**
   * Returns whether the driver may log in on a thread that it makes for one connect alone, and that
   * goes on when the connect has ended. Other drivers keep the threads that they make.
   */
  default boolean mayOutliveConnect() {
    return false;
  }

  /**
   * Returns what a login within the application's connect is refused with: the refusal, or an
   * exception at which the driver tidies up and tries its next server, with the refusal as cause.
   */
  default Exception asFailure(SQLException refusal) {
    return refusal;
  }

  /**
   * Returns what a login is refused with that the driver begins by itself: the refusal, or one that
   * says the same, where a thread of the driver's knows failures of its own class only.
   *
   * @param server as {@link #server} takes it
   */
  default SQLException asOwnException(Object server, SQLException refusal) {
    return refusal;
  }

  /**
   * Returns what a login is refused with where it is not known whether a connect of the
   * application's or the driver itself has begun it.
   *
   * @param server as {@link #server} takes it
   */
  default Exception asRefusal(Object server, SQLException refusal) {
    SQLException own = asOwnException(server, refusal);
    return own == refusal ? asFailure(refusal) : own;
  }

  /**
   * Returns whether the servers of one connect count as one target, as the driver can be asked
   * about none of them alone. A rejection by one of them is then one by that target.
   */
  default boolean countsAsOne() {
    return false;
  }

  /**
   * Returns whether a server is another spelling of one that was matched: a driver may name an
   * address where the URL has a name that it has resolved to it.
   *
   * @param named what {@link #server} has read the server from
   */
  default boolean isAlso(Target matched, Target server, Object named) {
    return false;
  }

  /**
   * Returns the same server by the name of its instance, as a URL may spell it; null where it has
   * no such name.
   *
   * @throws ReflectiveOperationException when it cannot be reached into
   */
  default @Nullable Target instance(Object server) throws ReflectiveOperationException {
    return null;
  }
}
