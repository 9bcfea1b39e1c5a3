// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * One call of a driver's method that connects, repetitions included. Belongs to the thread that
 * connects.
 */
public interface ConnectAttempt {

  /** Returns the object that replaces the first argument: a copy with the credential. */
  @Nullable Object first();

  /** The same for the second argument. */
  @Nullable Object second();

  /**
   * The driver has returned or thrown.
   *
   * @param connection the driver's connection; null when it threw or does not take the URL
   * @param thrown the driver's exception or error; null when it returned
   * @return whether to call the driver again, with the arguments as they are now
   * @throws Exception when the connection is not fit to be used; to be taken for the driver's
   *     exception, so that this is called again
   */
  boolean ended(@Nullable Object connection, @Nullable Throwable thrown) throws Exception;

  /** Returns the exception or error for the application; null when it gets its connection. */
  @Nullable Throwable failure();
}
