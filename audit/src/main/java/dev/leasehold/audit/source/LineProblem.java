// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/** Why a line was passed over. */
public enum LineProblem {
  /** Longer than what is read. */
  TOO_LONG("longer than 1 MiB"),
  /** Truncated, binary, or of another format. */
  UNREADABLE("truncated, binary or of another format"),
  /** A time without a known time zone, for example. */
  NO_TIME("without a time that can be read"),
  /** The input breaks off, as a truncated gzip file does. */
  BROKEN_OFF("where the input breaks off");

  private final String meaning;

  LineProblem(String meaning) {
    this.meaning = meaning;
  }

  /** Returns what a message says of such lines. */
  public String meaning() {
    return meaning;
  }
}
