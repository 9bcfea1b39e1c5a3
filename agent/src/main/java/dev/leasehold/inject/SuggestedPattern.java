// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.Map;

/**
 * The value of {@code leasehold.url} for a connection by which a binding has found its servers by
 * itself. The pattern covers the connection's servers, with any database.
 */
final class SuggestedPattern {

  private static final String JDBC = "jdbc:";
  private static final String ORACLE = "jdbc:oracle:";

  /** Its driver takes parameters as they are written. */
  private static final String MARIADB = "jdbc:mariadb:";

  /** Separates a value in a pattern, or stands for something else there. */
  private static final String SPECIAL = "%&;+";

  private SuggestedPattern() {}

  /**
   * Returns the text.
   *
   * @param url the connection's, without a login before its hosts
   */
  static String of(String url, Targets targets) {
    StringBuilder pattern = new StringBuilder(place(url, targets));
    char before = '?';
    for (Map.Entry<String, String> way : targets.detours().entrySet()) {
      pattern.append(before).append(way.getKey()).append('=').append(value(url, way.getValue()));
      before = '&';
    }
    return pattern.toString();
  }

  private static String place(String url, Targets targets) {
    if (!targets.isReadable()) {
      String text = targets.whole().host();
      boolean whole =
          text.startsWith(JDBC) && text.indexOf('#') < 0 && text.indexOf("//") < 0; // No number.
      return whole ? text : scheme(url) + '*'; // A name that is looked up is matched by its text.
    }
    StringBuilder pattern = new StringBuilder(scheme(url)).append("//");
    int hosts = pattern.length();
    for (Target target : targets.each()) {
      if (!target.host().startsWith("/")) { // A socket's path is in the query.
        pattern.append(pattern.length() == hosts ? "" : ",").append(target.server());
      }
    }
    if (pattern.length() == hosts) {
      pattern.append("localhost");
    }
    return pattern.toString();
  }

  /** Returns the part that a pattern compares, as {@code UrlPattern} takes it from the URL. */
  private static String scheme(String url) {
    int end = parameters(url);
    int at = url.indexOf('@');
    if (is(url, ORACLE)) {
      boolean plain = at > 0 && at < end && url.charAt(at - 1) == ':'; // No login before it.
      return plain ? url.substring(0, at + 1) : ORACLE + "thin:@";
    }
    int hosts = url.indexOf("://");
    if (hosts >= 0 && hosts < end) {
      return url.substring(0, hosts + 1);
    }
    int colon = url.indexOf(':', Math.min(JDBC.length(), url.length()));
    return colon < 0 ? url : url.substring(0, colon + 1);
  }

  private static int parameters(String url) {
    int end = 0;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != ';') {
      end++;
    }
    return end;
  }

  private static boolean is(String url, String beginning) {
    return url.regionMatches(true, 0, beginning, 0, beginning.length());
  }

  private static String value(String url, String value) {
    StringBuilder encoded = new StringBuilder();
    for (char c : value.toCharArray()) {
      if (SPECIAL.indexOf(c) >= 0 && !is(url, MARIADB)) {
        encoded.append('%').append(Integer.toHexString(c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
