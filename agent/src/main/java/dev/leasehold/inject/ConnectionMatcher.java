// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import org.jspecify.annotations.Nullable;

/** Tells whether a connection belongs to a binding. No I/O; called at each physical connect. */
@FunctionalInterface
public interface ConnectionMatcher {

  /**
   * Returns whether the connection is the binding's.
   *
   * @param url the JDBC URL as the application gave it; may hold credentials, so never to be logged
   * @param targets where the driver will connect to
   * @param user the user that the application configured, in the URL or beside it; null when none
   * @throws UncertainTargetException when it cannot be told, so that the connection is refused
   */
  boolean matches(String url, Targets targets, @Nullable String user)
      throws UncertainTargetException;

  /**
   * Takes note of a connection that is no binding's, after {@link #matches} of each has said so.
   *
   * @param url as {@link #matches} takes it
   */
  default void unmatched(String url, Targets targets, @Nullable String user) {}
}
