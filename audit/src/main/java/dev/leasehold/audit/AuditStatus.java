// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

/** The exit codes of the command, as {@code docs/cli.md} lists them. */
enum AuditStatus {
  /** An answer, or no finding. */
  OK(0),
  /** Findings, or nothing is known about the question. */
  FINDINGS(1),
  /** The command line is wrong. */
  USAGE(2),
  /** No line of the audit log could be read. */
  BAD_INPUT(65),
  /** An input is not there, or cannot be read. */
  NO_INPUT(66),
  /** A server was to be asked, and did not answer. */
  UNAVAILABLE(69),
  /** A fault of the program's own. */
  INTERNAL(70),
  /** The output or a temporary file cannot be written. */
  CANNOT_WRITE(73);

  private final int code;

  AuditStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
