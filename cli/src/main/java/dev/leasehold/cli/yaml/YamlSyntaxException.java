// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

/** The text is not YAML, or not YAML that a manifest can be written in. */
public final class YamlSyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  YamlSyntaxException(int line, int column, String problem) {
    super(problem);
    this.line = line;
    this.column = column;
  }

  /** Returns the line, from 1. */
  public int line() {
    return line;
  }

  /** Returns the column in characters, from 1. */
  public int column() {
    return column;
  }
}
