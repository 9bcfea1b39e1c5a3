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

  /**
   * The command ends for want of memory.
   *
   * @param what the object that needs it, and the verb
   * @param step the fix
   */
  static CommandException outOfMemory(String what, String step) {
    return new CommandException(
        CommandExitCode.BAD_INPUT,
        what
            + " more than the "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB of memory that the command takes: "
            + step);
  }

  CommandExitCode exitCode() {
    return exitCode;
  }
}
