// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.reload;

import java.time.Duration;

/** Asks a program to take the new credential, and returns when it said that it has. */
public interface ReloadAction extends AutoCloseable {

  /**
   * Asks and waits, within a bound.
   *
   * @throws ReloadException when the program did not say so
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  void reload() throws ReloadException, InterruptedException;

  /** Returns the longest time for {@link #reload}. */
  Duration bound();

  /** Ends the wait between two attempts. */
  @Override
  default void close() {
    // Most actions have one attempt.
  }
}
