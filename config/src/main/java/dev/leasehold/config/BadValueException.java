// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/**
 * A value is not of its type. The message names the fault and the text to write, never the value.
 */
final class BadValueException extends Exception {

  private static final long serialVersionUID = 1L;

  BadValueException(String message) {
    super(message);
  }
}
