// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

/**
 * The statuses that the program ends with: numbers of {@code sysexits.h}, as {@code
 * docs/sidecar.md} lists.
 */
public enum ExitCode {
  /** Done; also when a signal asked for the end. */
  OK(0),
  /** {@code healthcheck}: a file is missing, or its lease has ended. */
  UNHEALTHY(1),
  /** The command line is wrong. */
  USAGE(64),
  /** Vault's answer was of no use: nothing at the path, or no credential. */
  USELESS_ANSWER(65),
  /** {@code copy-agent}: the agent's jar is not beside the program. */
  NO_AGENT(66),
  /** Vault was not reached, or not ready, in time. */
  UNAVAILABLE(69),
  /** A fault of the program's own. */
  INTERNAL(70),
  /** A file or the volume could not be written. */
  CANNOT_WRITE(73),
  /** Another sidecar writes to the volume. */
  IN_USE(75),
  /** Vault refused the login, or the policy lacks the path. */
  DENIED(77),
  /** The configuration is wrong. */
  CONFIGURATION(78),
  /** {@code exec}: the command cannot be run. */
  NOT_EXECUTABLE(126),
  /** {@code exec}: there is no such command. */
  NO_COMMAND(127),
  /** SIGTERM ended {@code init} before it was done: 128 and the signal's number. */
  TERMINATED(143);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** Returns the exit status. */
  public int status() {
    return status;
  }
}
