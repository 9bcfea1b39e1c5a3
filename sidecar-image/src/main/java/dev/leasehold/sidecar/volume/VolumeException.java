// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import org.jspecify.annotations.Nullable;

/**
 * A directory cannot be used, or a file in it cannot be written or read. The message names the
 * directory, the cause and the next step. A file that was readable before is readable still.
 */
public final class VolumeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean inUse;

  /** Makes an exception without a cause. */
  VolumeException(String message) {
    this(message, null);
  }

  /** Makes an exception; the message of {@code cause} is part of {@code message}. */
  VolumeException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private VolumeException(String message, @Nullable Throwable cause, boolean inUse) {
    super(message, cause);
    this.inUse = inUse;
  }

  /** Makes an exception for a directory that another writer has. */
  static VolumeException inUse(String message) {
    return new VolumeException(message, null, true);
  }

  /** Returns whether the cause is that another process writes to the directory. */
  public boolean isInUse() {
    return inUse;
  }
}
