// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The agent's answers to woven code. Called on the application's threads, from any number of them
 * at once. An implementation that treats no connection has none to retire, to translate or to
 * evict, so all methods but {@link #connecting} do nothing by default.
 */
public interface Hooks {

  /**
   * A driver is about to connect.
   *
   * @param connectMethod which method of which driver this is, as the woven code names it
   * @param target the instance that the method was called on; null for a static one
   * @param first the method's first argument
   * @param second its second, if it has two that tell what to connect to
   * @return null when the connection is none of ours, and nothing is to be touched; else what to
   *     connect with
   * @throws Exception when the connection is refused: an {@code SQLException} for the application
   */
  @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws Exception;

  /**
   * A driver is about to log in to one server, of all that it may try for one connection. Nothing
   * that names a user has been sent to it.
   *
   * @param loginPoint which method of which driver this is, as the woven code names it
   * @param server what the driver calls the server by, or its connection to it
   * @throws Exception when the credential is not to go there: an {@code SQLException} for the
   *     driver
   */
  default void reaching(String loginPoint, Object server) throws Exception {}

  /**
   * A server has answered such a login, or failed to.
   *
   * @param server as for {@link #reaching}
   * @param thrown null when the server has let the user in
   * @throws Exception when it cannot be told which server this is
   */
  default void answered(String loginPoint, Object server, @Nullable Throwable thrown)
      throws Exception {}

  /**
   * A method that logs in to a database without JDBC, or one of a pool, is about to run.
   *
   * @param kind which method, as the woven code names it
   * @param arguments the method's own; of an instance's method, the instance before them
   * @return null for the method to run; else an array with what it is to return instead
   * @throws Exception when the connection is refused
   */
  default Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
    return null;
  }

  /**
   * The database said something of note on a connection that is not one of JDBC's: that a login has
   * succeeded, or an error. Returns at once.
   *
   * @param kind as for {@link #intercept}
   * @throws Exception when the message cannot be read
   */
  default void onBackendMessage(String kind, Object connection, Object message) throws Exception {}

  /**
   * Returns whether this physical connection, asked whether it is valid, is to say no. Cheap, and
   * no I/O.
   */
  default boolean isInvalid(Object connection) {
    return false;
  }

  /**
   * Returns what the application should see instead of {@code thrown}: the same object in most
   * cases.
   *
   * @param connection the physical connection on which {@code thrown} was thrown
   */
  default Throwable translate(Object connection, Throwable thrown) {
    return thrown;
  }

  /**
   * A pool is about to keep a connection that has come back, or to lend it.
   *
   * @param kind which sort of pool, as the woven code names it
   * @param pooled what the pool holds, with the connection inside
   * @return whether the pool is to let go of it instead; where a pool cannot be told so, it has
   *     gone already when this returns true
   * @throws Exception when the pool cannot be reached into; it then keeps the connection
   */
  default boolean shouldDiscard(String kind, Object pooled) throws Exception {
    return false;
  }

  /**
   * A pool has set up a connection that it has just opened, or has failed to.
   *
   * @param kind which sort of pool, as the woven code names it
   * @param pool what sets connections up, and keeps what it learns from them
   * @param connection as the pool sees it: it may wrap the physical one
   * @throws Exception when the pool cannot be reached into
   */
  default void poolSetUp(String kind, Object pool, Object connection) throws Exception {}

  /**
   * A pool was built.
   *
   * @param kind which sort of pool, as the woven code names it
   */
  default void poolStarted(String kind, Object pool) {}

  /** A pool was shut down. */
  default void poolStopped(Object pool) {}
}
