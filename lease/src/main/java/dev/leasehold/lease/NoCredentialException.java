// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

/**
 * An exception for a binding that has no valid lease. The message gives the binding, the time, the
 * reason and the next step. It holds no secret, and becomes the message of the application's {@code
 * SQLException}.
 */
public final class NoCredentialException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message fit for an operator. */
  public NoCredentialException(String message) {
    super(message);
  }
}
