// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

/** The program has to end. The message names the reason and the fix; it holds no secret. */
final class SidecarException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  SidecarException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  SidecarException(ExitCode code, Exception cause) {
    super(cause.getMessage(), cause);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
