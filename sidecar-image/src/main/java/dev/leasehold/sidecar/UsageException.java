// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import org.jspecify.annotations.Nullable;

/** The command line is wrong. The message names the fault. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable SidecarMode mode;

  /**
   * Makes an exception.
   *
   * @param mode whose command line it is; null where none is named
   */
  UsageException(@Nullable SidecarMode mode, String message) {
    super(message);
    this.mode = mode;
  }

  /** Returns the mode whose help shows the right words; null for the program's own. */
  @Nullable SidecarMode mode() {
    return mode;
  }
}
