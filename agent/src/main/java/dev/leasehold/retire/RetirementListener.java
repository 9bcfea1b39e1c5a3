// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A listener for the ways in which connections go. Called on Leasehold's own threads; must return
 * soon and must not throw.
 */
public interface RetirementListener {

  /** A listener that does nothing. */
  RetirementListener NONE = new RetirementListener() {};

  /**
   * A connection was opened. Called on the application's thread that opened it: at most a counter.
   */
  default void opened(Generation generation) {}

  /**
   * A connection of a retired generation is closed, this long after it was its turn to go. Not told
   * of a connection whose session the database has ended.
   */
  default void closed(Generation generation, Duration afterItsTurn) {}

  /** This many connections of a generation were open or being opened when it was retired. */
  default void retiring(Generation generation, int connections) {}

  /** This many connections were still open at the generation's deadline and were aborted. */
  default void aborted(Generation generation, int connections) {}

  /**
   * This many connections of a retired generation are still open a while after it was their turn to
   * go. Their holder is no pool that is told to let go.
   *
   * @param left the time until they are aborted
   */
  default void kept(
      Generation generation, ConnectionHolder holder, int connections, Duration left) {}

  /** A connection was moved to a session of this generation. On a thread that moves connections. */
  default void handedOver(Generation generation) {}

  /**
   * A connection of a retired generation cannot be moved to a new session, and is told to go. Once
   * for each retirement.
   *
   * @param holder the class that opened it; null where that is not known
   * @param open the number of the generation's connections that the holder has open
   * @param why the result of the last try to move it
   * @param left the time until it is aborted
   */
  default void pinned(
      Generation generation,
      @Nullable ConnectionHolder holder,
      int open,
      HandOverResult why,
      Duration left) {}

  /**
   * The database has ended one session of a generation, or all: this many others are taken for
   * ended, too, and go without a turn.
   */
  default void sessionsEnded(Generation generation, int connections) {}

  /** A pool could not be told to evict; its connections go by validation or at the deadline. */
  default void evictionFailed(String pool, Throwable cause) {}
}
