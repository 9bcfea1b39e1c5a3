// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import org.jspecify.annotations.Nullable;

/** An option of a {@link SidecarMode} on the command line. */
enum ModeOption {
  HELP("--help", "-h", null, "Shows this."),
  SETTINGS(
      "--settings",
      "-s",
      "KEY=VALUE,...",
      "Settings, as in creds=database/creds/orders,file.format=json. A comma in a value is written"
          + " \\,. The environment (LEASEHOLD_CREDS=...), -Dleasehold.creds=... and the file of"
          + " LEASEHOLD_CONFIG give the others."),
  USERNAME_VARIABLE(
      "--username-variable",
      null,
      "NAME",
      "Variable of COMMAND that has the user, as in PGUSER. A variable stays as it was at the"
          + " start: for commands that end before the credential is replaced."),
  PASSWORD_VARIABLE(
      "--password-variable",
      null,
      "NAME",
      "Variable of COMMAND that has the password, as in PGPASSWORD."),
  EXEC("--exec", null, null, "Reads the settings as `exec` does.");

  private final String word;
  private final @Nullable String letter;
  private final @Nullable String value;
  private final String description;

  ModeOption(String word, @Nullable String letter, @Nullable String value, String description) {
    this.word = word;
    this.letter = letter;
    this.value = value;
    this.description = description;
  }

  /** Returns whether a word of the command line is this option, without a value. */
  boolean isWord(String given) {
    return given.equals(word) || given.equals(letter);
  }

  /** Returns whether the option takes a value. */
  boolean takesValue() {
    return value != null;
  }

  String description() {
    return description;
  }

  /** Returns the option with its value, as the help shows it. */
  String shown() {
    return (letter == null ? word : letter + ", " + word) + (value == null ? "" : "=" + value);
  }

  @Override
  public String toString() {
    return word;
  }
}
