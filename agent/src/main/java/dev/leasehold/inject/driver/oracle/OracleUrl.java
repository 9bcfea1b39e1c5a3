// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import org.jspecify.annotations.Nullable;

/**
 * {@code jdbc:oracle:thin:user/password@//host:port/service}: the login stands before the first
 * {@code @} that is not in double quotes. "Database URLs and Database Specifiers" in its manual.
 */
final class OracleUrl {

  private static final String SCHEME = "jdbc:oracle:";

  private OracleUrl() {}

  /**
   * Returns whether the driver connects by such a URL, against the word of its {@code acceptsURL}
   * if need be.
   */
  static boolean isOne(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** Returns the URL with nothing before its {@code @}, and its scheme in lower case. */
  static String withoutCredentials(String given) {
    String url = isOne(given) ? SCHEME + given.substring(SCHEME.length()) : given;
    int from = login(url);
    int at = at(url, from);
    return at < 0 ? url : url.substring(0, from) + url.substring(at);
  }

  /** Returns the user; null when the URL names none. */
  static @Nullable String user(String url) {
    int from = login(url);
    int at = at(url, from);
    if (at <= from) {
      return null;
    }
    String login = url.substring(from, at);
    int slash =
        login.startsWith("\"") ? login.indexOf('/', login.indexOf('"', 1)) : login.indexOf('/');
    String user = slash < 0 ? login : login.substring(0, slash);
    return user.isEmpty() ? null : user;
  }

  /** After the third colon: {@code jdbc:oracle:thin:}. */
  private static int login(String url) {
    int at = -1;
    for (int i = 0; i < 3; i++) {
      int colon = url.indexOf(':', at + 1);
      if (colon < 0) {
        return url.length();
      }
      at = colon;
    }
    return at + 1;
  }

  private static int at(String url, int from) {
    boolean quoted = false;
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      quoted ^= c == '"';
      if (c == '@' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}
