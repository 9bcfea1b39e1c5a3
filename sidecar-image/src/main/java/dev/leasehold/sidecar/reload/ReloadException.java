// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.reload;

import org.jspecify.annotations.Nullable;

/** A program did not say that it took the new credential. The message says how it answered. */
public final class ReloadException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes an exception without a cause. */
  ReloadException(String message) {
    this(message, null);
  }

  /** Makes an exception; the message of {@code cause} is part of {@code message}. */
  ReloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
