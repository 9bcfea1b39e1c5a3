// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import org.jspecify.annotations.Nullable;

/**
 * A target cannot be found, or a signal not be sent. The message gives the reason and the next
 * step.
 */
public final class SignalException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes an exception without a cause. */
  SignalException(String message) {
    this(message, null);
  }

  /** Makes an exception; the message of {@code cause} is part of {@code message}. */
  SignalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
