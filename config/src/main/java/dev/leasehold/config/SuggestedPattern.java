// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.Map;

/**
 * The pattern of {@code leasehold.url} that a message suggests for a connection. It covers the
 * servers of the connection, with any database.
 */
public final class SuggestedPattern {

  /** Separates a value in a pattern, or stands for something else there. */
  private static final String SPECIAL = "%&;+";

  private SuggestedPattern() {}

  /**
   * Returns the text of the pattern.
   *
   * @param url the JDBC URL of the connection, without a login before its hosts
   */
  public static String of(String url, Targets targets) {
    StringBuilder pattern = new StringBuilder(place(url, targets));
    boolean encoded = UrlDialect.ofUrl(url).encodesParameters();
    char before = '?';
    for (Map.Entry<String, String> way : targets.detours().entrySet()) {
      pattern
          .append(before)
          .append(way.getKey())
          .append('=')
          .append(value(encoded, way.getValue()));
      before = '&';
    }
    return pattern.toString();
  }

  private static String place(String url, Targets targets) {
    if (!targets.isReadable()) {
      String text = targets.whole().host(); // With a '#', it is a number that stands for the text.
      boolean whole =
          text.startsWith(JdbcUrl.PREFIX) && text.indexOf('#') < 0 && text.indexOf("//") < 0;
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

  /** A login that could not be taken out is not shown. */
  private static String scheme(String url) {
    String scheme = url.substring(0, JdbcUrl.schemeEnd(url, JdbcUrl.query(url)));
    boolean login = scheme.endsWith("@") && !scheme.endsWith(":@");
    return login ? UrlDialect.ofUrl(url).urlBeginning() : scheme;
  }

  private static String value(boolean encoded, String value) {
    StringBuilder text = new StringBuilder();
    for (char c : value.toCharArray()) {
      if (encoded && SPECIAL.indexOf(c) >= 0) {
        text.append('%').append(Integer.toHexString(c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
