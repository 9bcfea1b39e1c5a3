// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import java.util.Set;
import java.util.regex.Pattern;

/** The names of the two entries of a format with named entries. */
record EntryNames(String username, String password) {

  /** Of all entries but those two. */
  static final String ISSUED_AT = "issued_at";

  static final String VALID_UNTIL = "valid_until";
  static final String BINDING = "binding";

  private static final Set<String> OTHERS = Set.of(ISSUED_AT, VALID_UNTIL, BINDING);
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  /** Returns names for a format that is not read by a shell. */
  static EntryNames ofKeys(CredentialFormat format, FormatOptions options) {
    return of(format, options, KEY, new EntryNames("username", "password"));
  }

  /** Returns names of environment variables. */
  static EntryNames ofVariables(CredentialFormat format, FormatOptions options) {
    return of(format, options, VARIABLE, new EntryNames("DB_USERNAME", "DB_PASSWORD"));
  }

  private static EntryNames of(
      CredentialFormat format, FormatOptions options, Pattern allowed, EntryNames own) {
    EntryNames names =
        new EntryNames(
            orElse(options.usernameName(), own.username),
            orElse(options.passwordName(), own.password));
    names.check(format, allowed);
    return names;
  }

  private void check(CredentialFormat format, Pattern allowed) {
    for (String name : new String[] {username, password}) {
      if (!allowed.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "the name \""
                + name
                + "\" is not one that the format "
                + format.formatName()
                + " can use; write one that matches "
                + allowed);
      }
      if (OTHERS.contains(name)) {
        throw new IllegalArgumentException(
            "the name \"" + name + "\" is that of another entry; write another name");
      }
    }
    if (username.equals(password)) {
      throw new IllegalArgumentException(
          "user name and password have the same name \"" + username + "\"; write two names");
    }
  }

  private static String orElse(String name, String own) {
    return name.isEmpty() ? own : name;
  }
}
