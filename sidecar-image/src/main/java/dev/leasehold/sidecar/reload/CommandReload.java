// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.reload;

import dev.leasehold.sidecar.process.ChildProcesses;
import dev.leasehold.sidecar.process.ProgramEnvironment;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program, without a shell. Its exit status 0 says that it is done; a program that takes too
 * long is killed, with the programs that it started. It gets this process's environment without the
 * variables for Vault and Leasehold, no input, and this process's standard error.
 */
public final class CommandReload implements ReloadAction {

  private final List<String> command;
  private final Duration bound;

  /**
   * Takes the command.
   *
   * @param command the program and its arguments
   * @param bound how long it may take
   */
  public CommandReload(List<String> command, Duration bound) {
    this.command = List.copyOf(command);
    this.bound = bound;
  }

  @Override
  public void reload() throws ReloadException, InterruptedException {
    Process process = start();
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ReloadException(
            "The reload command "
                + this
                + " did not end within "
                + bound.toMillis()
                + " ms and was killed. Find the cause of the delay, or raise"
                + " leasehold.reload.timeout");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new ReloadException(
          "The reload command "
              + this
              + " ended with status "
              + process.exitValue()
              + ". Its own messages are on standard error");
    }
  }

  @Override
  public Duration bound() {
    return bound;
  }

  private Process start() throws ReloadException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT);
    ProgramEnvironment.hideSettings(builder.environment());
    try {
      return ChildProcesses.start(builder);
    } catch (IOException e) {
      throw new ReloadException(
          "The reload command " + this + " cannot be run (" + e.getMessage() + "). Check its path",
          e);
    }
  }

  /** Returns the program; its arguments may hold secrets. */
  @Override
  public String toString() {
    return command.get(0);
  }
}
