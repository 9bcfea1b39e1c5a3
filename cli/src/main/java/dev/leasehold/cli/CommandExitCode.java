// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

/**
 * The exit codes of the command, as {@code docs/cli.md} lists them; from 64 on they are codes of
 * {@code sysexits.h}.
 */
public enum CommandExitCode {
  /** Done. */
  OK(0, "done"),
  /** Something is to be done by a reader. */
  FINDINGS(
      1, "a finding, or with --check something that would change; `inject` then has no output"),
  /** The command line is wrong. */
  USAGE(2, "the command line is wrong"),
  /** The input is no YAML or JSON, or has more than the memory holds. */
  BAD_INPUT(
      65,
      "the input is no YAML or JSON in UTF-8, or too large; or `status` has more pods than its"
          + " memory takes"),
  /** An input file cannot be read. */
  NO_INPUT(66, "an input file is not there, or cannot be read"),
  /** A program that the command runs is not there, or a cluster cannot be asked. */
  UNAVAILABLE(
      69,
      "`bin/leasehold` finds no Java, `leasehold audit` no `leasehold-audit`, `--cluster` or"
          + " `status` no cluster"),
  /** A fault of the program's own. */
  INTERNAL(70, "a fault in the program"),
  /** The output cannot be written. */
  CANNOT_WRITE(73, "the output cannot be written");

  private final int status;
  private final String meaning;

  CommandExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** Returns the exit status. */
  public int status() {
    return status;
  }

  /** Returns the meaning of the status. */
  public String meaning() {
    return meaning;
  }
}
