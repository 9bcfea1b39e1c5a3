// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The agent's answers to woven code. Called on the application's threads, from any number of them
 * at once. An implementation that treats no connection has none to retire, to translate or to
 * evict, so all methods but {@link #connecting} do nothing by default.
 */
public interface Hooks {

  /** Stands for a server that its driver has no object for, such as a socket of a file system. */
  Object UNNAMED = new Object();

  /**
   * A driver is about to connect.
   *
   * @param connectMethod the woven code's name for the driver's method
   * @param target the instance that the method was called on; null for a static method
   * @param first the method's first argument
   * @param second the method's second argument, where two arguments say where to connect to
   * @return the attempt to connect with; null for a connection that no binding is for, which the
   *     driver opens unchanged
   * @throws Exception when the connection is refused: an {@code SQLException} for the application
   */
  @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws Exception;

  /**
   * A driver is about to log in to one of the servers that it may try for one connection. The
   * driver has sent no user name to that server yet.
   *
   * @param loginPoint the woven code's name for the driver's method
   * @param server the driver's object for the server, or for its connection to the server; {@link
   *     #UNNAMED} where it has none
   * @throws Exception when the server is not to get the credential: an {@code SQLException} for the
   *     driver
   */
  default void reaching(String loginPoint, Object server) throws Exception {}

  /**
   * A server has answered such a login, or failed to.
   *
   * @param server as for {@link #reaching}
   * @param thrown null when the server has let the user in
   * @throws Exception when the server cannot be told from others
   */
  default void answered(String loginPoint, Object server, @Nullable Throwable thrown)
      throws Exception {}

  /**
   * A method that logs in to a database without JDBC, or a method of a pool, is about to run.
   *
   * @param kind the woven code's name for the method
   * @param arguments the method's own; of an instance's method, the instance before them
   * @return null for the method to run; else an array with the value that it is to return instead
   * @throws Exception when the connection is refused
   */
  default Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
    return null;
  }

  /**
   * The database has sent a message on a connection that is not JDBC's: a login has succeeded, or
   * there is an error. Returns at once.
   *
   * @param kind as for {@link #intercept}
   * @throws Exception when the message cannot be read
   */
  default void onBackendMessage(String kind, Object connection, Object message) throws Exception {}

  /**
   * Returns whether a physical connection that is asked whether it is valid is to say no. Cheap,
   * and no I/O.
   */
  default boolean isInvalid(Object connection) {
    return false;
  }

  /**
   * Returns the exception that the application sees in the place of {@code thrown}: the same object
   * in most cases.
   *
   * @param connection the physical connection on which {@code thrown} was thrown
   */
  default Throwable translate(Object connection, Throwable thrown) {
    return thrown;
  }

  /**
   * A pool is about to keep a connection that has come back, or to lend it.
   *
   * @param kind the woven code's name for the sort of pool
   * @param pooled the pool's object with the connection inside
   * @return whether the pool is to let go of the connection instead. Where a pool cannot be told
   *     so, the connection is closed already when this returns true
   * @throws Exception when the pool cannot be reached into; the pool then keeps the connection
   */
  default boolean shouldDiscard(String kind, Object pooled) throws Exception {
    return false;
  }

  /**
   * A pool has set up a connection that it has just opened, or has failed to.
   *
   * @param kind the woven code's name for the sort of pool
   * @param pool the object that sets connections up and keeps the properties that it reads of them
   * @param connection the pool's view of the connection, which may wrap the physical connection
   * @throws Exception when the pool cannot be reached into
   */
  default void poolSetUp(String kind, Object pool, Object connection) throws Exception {}

  /**
   * A pool was built.
   *
   * @param kind the woven code's name for the sort of pool
   */
  default void poolStarted(String kind, Object pool) {}

  /** A pool was shut down. */
  default void poolStopped(Object pool) {}
}
