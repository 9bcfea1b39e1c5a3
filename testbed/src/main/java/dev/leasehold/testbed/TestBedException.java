// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import org.jspecify.annotations.Nullable;

/** The test bed itself has failed: a server does not start, a file cannot be read. */
public final class TestBedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TestBedException(String message) {
    super(message);
  }

  public TestBedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
