// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

/** The command ends here, with a message of one line. */
final class CommandException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  CommandException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
