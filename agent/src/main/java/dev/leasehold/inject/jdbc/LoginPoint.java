// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.target.Target;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the server that a driver is about to log in to, at its own login point for one server. */
@FunctionalInterface
public interface LoginPoint {

  /** Stands for a server that its driver has no object for, such as a socket of a file system. */
  Object UNNAMED = new Object();

  /**
   * Returns the server; its database is null.
   *
   * @param server the driver's own name of the server, or its connection to it; {@link #UNNAMED}
   *     where it has neither
   * @throws ReflectiveOperationException when it cannot be reached into
   */
  Target server(Object server) throws ReflectiveOperationException;

  /**
   * Returns the connection that logs in; null where the driver's login point does not tell it. By
   * it the ledger knows a connection that logs in again, on its own.
   */
  default @Nullable Object connection(Object server) {
    return null;
  }

  /**
   * Returns whether the driver may log in on a thread that it makes for one connect alone. Such a
   * thread goes on when the connect has ended. Other drivers keep the threads that they make.
   */
  default boolean mayOutliveConnect() {
    return false;
  }

  /**
   * Returns the exception with which a login within the application's connect is refused. It is the
   * refusal, or has the refusal as cause. At the latter a driver tidies up and tries its next
   * server.
   */
  default Exception asFailure(SQLException refusal) {
    return refusal;
  }

  /**
   * Returns the exception with which a login is refused that the driver begins by itself. It is the
   * refusal, or an exception that says the same, where a thread of the driver's knows failures of
   * its own class only.
   *
   * @param server as {@link #server} takes it
   */
  default SQLException asOwnException(Object server, SQLException refusal) {
    return refusal;
  }

  /**
   * Returns the exception with which a login of unknown origin is refused. A connect of the
   * application's, or the driver itself, has begun it.
   *
   * @param server as {@link #server} takes it
   */
  default Exception asRefusal(Object server, SQLException refusal) {
    SQLException own = asOwnException(server, refusal);
    return own == refusal ? asFailure(refusal) : own;
  }

  /**
   * Returns whether the servers of one connect count as one target, as the driver can be asked
   * about none of them alone. A rejection by one of them then is a rejection by that target.
   */
  default boolean countsAsOne() {
    return false;
  }

  /**
   * Returns whether a server is another spelling of a matched server. A driver may name an address
   * where the URL has a name that it has resolved to it.
   *
   * @param named the object from which {@link #server} has read the server
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
