// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

import dev.leasehold.collection.FixedSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names of parameters that say the user or the password of a login. A driver that is not known may
 * take any of them.
 */
public final class LoginName {

  /** In lower case. */
  private static final Set<String> NAMES =
      FixedSet.of(
          "user",
          "username",
          "user_name",
          "userid",
          "user_id",
          "uid",
          "usr",
          "login",
          "logonid",
          "logon",
          "password",
          "passwd",
          "passphrase",
          "pass",
          "pwd");

  private LoginName() {}

  /** Returns whether a name is such, in any case. */
  public static boolean is(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the names of a login that have a value in a text, wherever they stand, as in Teradata's
   * {@code //host/USER=app,PASSWORD=secret}.
   *
   * @param text in which percent signs stand for themselves
   */
  public static Set<String> in(String text) {
    Set<String> names = ParameterNames.in(text);
    names.removeIf(name -> !is(name));
    return names;
  }
}
