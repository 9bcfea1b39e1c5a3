// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import org.jspecify.annotations.Nullable;

/**
 * A connect that goes on with the arguments of the application, and ends as the driver ends it. For
 * one thread.
 */
public abstract class UnchangedConnect implements ConnectAttempt {

  private final @Nullable Object first;
  private final @Nullable Object second;
  private @Nullable Throwable failure;

  /** Makes one of the arguments that the application gave. */
  protected UnchangedConnect(@Nullable Object first, @Nullable Object second) {
    this.first = first;
    this.second = second;
  }

  /** Takes note of the driver's new connection. Throws nothing. */
  protected abstract void opened(Object connection);

  @Override
  public final @Nullable Object first() {
    return first;
  }

  @Override
  public final @Nullable Object second() {
    return second;
  }

  @Override
  public final boolean ended(@Nullable Object connection, @Nullable Throwable thrown) {
    failure = thrown;
    if (connection != null) {
      opened(connection);
    }
    return false;
  }

  @Override
  public final @Nullable Throwable failure() {
    return failure;
  }
}
