// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

/** The command ends here, with a message of one line. */
final class CommandException extends Exception {

  private static final long serialVersionUID = 1L;

  private final CommandExitCode exitCode;

  CommandException(CommandExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  CommandExitCode exitCode() {
    return exitCode;
  }
}
