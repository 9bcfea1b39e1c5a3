// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.DriverDialect;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The particulars of one client that logs in to a database without JDBC and never blocks. */
public interface ReactiveDriver {

  /**
   * A woven method of the client is about to run; see {@link
   * dev.leasehold.bootstrap.Hooks#intercept}. Never waits for a credential.
   *
   * @param logins the object by which a login to a database begins
   */
  Object @Nullable [] intercept(String kind, Object[] arguments, ReactiveLogins logins)
      throws Exception;

  /**
   * Returns the result of the woven method for a connection that is refused before anything was
   * done for it. Throws the refusal instead, if the client finds out at once in this way.
   */
  default Object[] refused(String kind, Object[] arguments, SQLException refusal) throws Exception {
    throw refusal;
  }

  /** The same as {@link #intercept}, with an answer to a refusal, and to a fault of Leasehold's. */
  default Object @Nullable [] interceptOrRefused(
      String kind, Object[] arguments, ReactiveLogins logins) throws Exception {
    try {
      return intercept(kind, arguments, logins);
    } catch (SQLException refusal) {
      return refused(kind, arguments, refusal);
    } catch (Exception | Error fault) {
      return refused(kind, arguments, ConnectFailures.fault("(not known)", fault));
    }
  }

  /** Returns whether a message that woven code passes on is more than an answer as any other. */
  default boolean isOfNote(Object message) throws ReflectiveOperationException {
    return true;
  }

  /**
   * Returns an error that the database has sent, with its SQLState; null when the message says that
   * a login has succeeded. An error that ends the session, as each failure of a login does, has its
   * text, too.
   *
   * @throws ReflectiveOperationException when the message cannot be reached into
   */
  @Nullable SQLException failureOf(Object message) throws ReflectiveOperationException;

  /** Returns the dialect, which knows the meaning of the database's errors. */
  DriverDialect dialect();
}
