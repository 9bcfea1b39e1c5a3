// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

import java.util.Locale;

/** Names of parameters that hold secrets, so that their values are neither kept nor shown. */
public final class SecretName {

  /** Parts of names, in lower case. {@code clientKey} of mssql-jdbc may hold the key itself. */
  private static final String[] PARTS = {
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "clientkey",
    "privatekey"
  };

  /** A whole name, which is a part of {@code bypass} and others that hold no secret. */
  private static final String PASS = "pass";

  private SecretName() {}

  /**
   * Returns whether a name ends so, as {@code sslpassword} does and {@code sslpasswordcallback}
   * does not, so that its value is the secret.
   */
  public static boolean is(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String part : PARTS) {
      if (lower.endsWith(part)) {
        return true;
      }
    }
    return lower.equals(PASS);
  }

  /** Returns whether a text is or contains such a name, as {@code -c app.token=...} does. */
  public static boolean isIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String part : PARTS) {
      if (lower.contains(part)) {
        return true;
      }
    }
    return lower.equals(PASS) || hasValueIn(text);
  }

  /**
   * Returns whether a secret stands in a text behind its name and a {@code =}.
   *
   * @param text in which percent signs stand for themselves
   */
  public static boolean hasValueIn(String text) {
    return ParameterNames.in(text).stream().anyMatch(SecretName::is);
  }
}
