package dev.leasehold.inject;

import org.jspecify.annotations.Nullable;

/** What a driver gets in the place of the application's arguments. */
public final class Arguments {

  private final Object first;
  private final @Nullable Object second;

  /** Holds the arguments; null for a second that is not replaced. */
  public Arguments(Object first, @Nullable Object second) {
    this.first = first;
    this.second = second;
  }

  Object first() {
    return first;
  }

  @Nullable Object second() {
    return second;
  }
}
