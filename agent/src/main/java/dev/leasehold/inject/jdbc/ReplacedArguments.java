// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import org.jspecify.annotations.Nullable;

/** The arguments that a driver gets in the place of the application's. */
public final class ReplacedArguments {

  private final Object first;
  private final @Nullable Object second;
  private final boolean asRole;

  /** Holds the arguments; null for a second that is not replaced. */
  public ReplacedArguments(Object first, @Nullable Object second) {
    this(first, second, false);
  }

  /**
   * Holds the arguments.
   *
   * @param asRole whether the session begins as its role, which it would have to take on otherwise
   */
  ReplacedArguments(Object first, @Nullable Object second, boolean asRole) {
    this.first = first;
    this.second = second;
    this.asRole = asRole;
  }

  /** Returns the object in place of the first argument. */
  public Object first() {
    return first;
  }

  /** Returns the object in place of the second argument; null where it is not replaced. */
  public @Nullable Object second() {
    return second;
  }

  /** Returns whether the session begins as its role, so that it need not take it on. */
  public boolean asRole() {
    return asRole;
  }
}
