// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code jdbc:sqlserver://host:port;name=value;name={value with ; in it}}; a closing brace in
 * braces is doubled. "Building the connection URL" in its manual.
 */
final class SqlServerUrl {

  private SqlServerUrl() {}

  /** Returns the URL without the properties of these names. */
  static String without(String url, Set<String> lowerCaseNames) {
    StringBuilder kept = new StringBuilder();
    for (String part : parts(url)) {
      if (kept.length() == 0 || !lowerCaseNames.contains(name(part))) {
        kept.append(kept.length() == 0 ? "" : ";").append(part);
      }
    }
    return kept.toString();
  }

  /** Returns the value of the last property of one of these names; null when there is none. */
  static @Nullable String value(String url, Set<String> lowerCaseNames) {
    String value = null;
    for (String part : parts(url)) {
      if (lowerCaseNames.contains(name(part))) {
        value = unbraced(part.substring(part.indexOf('=') + 1).trim());
      }
    }
    return value;
  }

  private static String name(String part) {
    int equals = part.indexOf('=');
    return equals < 0 ? "" : part.substring(0, equals).trim().toLowerCase(Locale.ROOT);
  }

  private static String unbraced(String value) {
    return value.startsWith("{") && value.endsWith("}")
        ? value.substring(1, value.length() - 1).replace("}}", "}")
        : value;
  }

  /** As {@code Util.parseUrl} of 12.10.2: braces count only where a value begins with a brace. */
  private static List<String> parts(String url) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int end = separator(url, 0);
    while (end < url.length()) {
      parts.add(url.substring(from, end));
      from = end + 1;
      end = separator(url, valueEnd(url, from));
    }
    parts.add(url.substring(from));
    return parts;
  }

  private static int separator(String url, int from) {
    int end = url.indexOf(';', from);
    return end < 0 ? url.length() : end;
  }

  /** Returns the end of the braces around a property's value; where there are none, from. */
  private static int valueEnd(String url, int from) {
    int at = url.indexOf('=', from) + 1;
    if (at == 0 || at > separator(url, from)) {
      return from;
    }
    while (at < url.length() && url.charAt(at) <= ' ') {
      at++;
    }
    if (at == url.length() || url.charAt(at) != '{') {
      return from;
    }
    int end = url.indexOf('}', at);
    while (end >= 0 && url.startsWith("}}", end)) {
      end = url.indexOf('}', end + 2);
    }
    return end < 0 ? url.length() : end;
  }
}
