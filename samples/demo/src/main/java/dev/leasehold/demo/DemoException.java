// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

/** The demo cannot go on; the message says why, for the user. */
final class DemoException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
