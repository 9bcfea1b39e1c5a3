// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/** The reason for which a line was passed over. */
public enum LineProblem {
  /** Longer than the longest line that is read of Vault's server log. */
  TOO_LONG("longer than 64 KiB"),
  /** Longer than the longest line that is read of the API server's audit log. */
  TOO_LONG_FOR_API("longer than 8 MiB"),
  /** Truncated, binary, or of another format. */
  UNREADABLE("truncated, binary or of another format"),
  /** Of a log in text. */
  NO_PREFIX(
      "of a log in text whose log_line_prefix is not known: give it with --postgresql-prefix"),
  /** Of a log in text: a name has in it the text that separates names. */
  AMBIGUOUS("of a log in text, with names that can be read in two ways"),
  /** In csvlog, of a record without its end, and of the record after it, where the cut is seen. */
  CUT("of a record that breaks off in quotes, or of the record after it"),
  /** A time without a known time zone, for example. */
  NO_TIME("without a time that can be read"),
  /** The input breaks off, as a truncated gzip file does. */
  BROKEN_OFF("where the input breaks off"),
  /** No byte could be read, as of a gzip file that is cut in its header. */
  NOT_OPENED("as the input cannot be opened: it is cut in its header, or is gone");

  private final String meaning;

  LineProblem(String meaning) {
    this.meaning = meaning;
  }

  /** Returns a message's words for such lines. */
  public String meaning() {
    return meaning;
  }
}
