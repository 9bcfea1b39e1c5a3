// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The result of the last search of a database for code that may leave state in a session. It knows
 * which code earlier searches have found: a connection that was opened before that was gone may
 * have its state still. Immutable.
 */
final class FunctionSearch {

  /** The source is looked at again after this: a function may be new. */
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final long at;

  /** The code that this search or an earlier search has found last. */
  private final @Nullable String found;

  /** The end of the first search that has no longer found it. */
  private final @Nullable Long goneAt;

  private final @Nullable HandOverResult failure;

  private FunctionSearch(
      long at, @Nullable String found, @Nullable Long goneAt, @Nullable HandOverResult failure) {
    this.at = at;
    this.found = found;
    this.goneAt = goneAt;
    this.failure = failure;
  }

  /**
   * Returns the result of a search.
   *
   * @param at the time at which it began
   * @param endedAt the time at which it has ended
   * @param found the code that it has found; null when it has found none
   */
  static FunctionSearch done(long at, long endedAt, @Nullable String found) {
    return new FunctionSearch(at, found, found == null ? Long.valueOf(endedAt) : null, null);
  }

  /** Returns the result of a search that began then, and that the server has ended. */
  static FunctionSearch failed(long at, SQLException failure) {
    return new FunctionSearch(
        at,
        null,
        null,
        HandOverResult.noSession(
            "the functions of its database could not be searched: SQLState "
                + failure.getSQLState()));
  }

  /** Returns this result with the knowledge of an earlier result, or of a result that is newer. */
  FunctionSearch following(FunctionSearch before) {
    if (found != null) {
      return this;
    }
    if (before.at - at > 0) {
      return before;
    }
    Long since = before.goneAt == null ? goneAt : before.goneAt;
    return new FunctionSearch(at, before.found, since, failure);
  }

  /** Returns whether the result counts still. */
  boolean isFresh(long now) {
    return now - at < FRESH_NANOS;
  }

  /** Returns whether any search has found such code. */
  boolean hasFound() {
    return found != null;
  }

  /**
   * Returns the reason that a session cannot be replaced; null when there is none.
   *
   * @param openedAt the time at which its connection was opened
   */
  @Nullable HandOverResult pinning(long openedAt) {
    if (failure != null || found == null) {
      return failure;
    }
    if (goneAt == null) {
      return pinned(" of its database may leave a setting or a value that no view shows");
    }
    return openedAt - goneAt < 0
        ? pinned(" was in its database, and may have left a setting or a value that no view shows")
        : null;
  }

  private HandOverResult pinned(String reason) {
    return HandOverResult.pinned(PinReason.SETTING, found + reason);
  }
}
