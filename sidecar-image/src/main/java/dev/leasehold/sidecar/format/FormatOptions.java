// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

/**
 * The options of a format. The settings refuse an option that the format does not have.
 *
 * @param usernameName the name of the user's entry; empty for the format's own
 * @param passwordName the name of the password's entry; empty for the format's own
 * @param clearPassword whether {@code userlist} holds the password itself in place of its SCRAM
 *     secret, so that PgBouncer can log in to the server with it
 * @param template the text of the template; empty for every other format
 */
public record FormatOptions(
    String usernameName, String passwordName, boolean clearPassword, String template) {

  /** Everything as the format has it. */
  public static final FormatOptions DEFAULTS = new FormatOptions("", "", false, "");

  /** Returns these options with other names of the two entries. */
  public FormatOptions withNames(String username, String password) {
    return new FormatOptions(username, password, clearPassword, template);
  }

  /** Returns these options with the clear password in {@code userlist}. */
  public FormatOptions withClearPassword() {
    return new FormatOptions(usernameName, passwordName, true, template);
  }

  /** Returns these options with a template. */
  public FormatOptions withTemplate(String text) {
    return new FormatOptions(usernameName, passwordName, clearPassword, text);
  }
}
