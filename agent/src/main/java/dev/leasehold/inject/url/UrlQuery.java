// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The part of a JDBC URL from its {@code ?} on: names and values between {@code &}. */
public final class UrlQuery {

  private UrlQuery() {}

  /** Returns the URL without the parameters of these names, written in any case. */
  public static String without(String url, Set<String> lowerCaseNames) {
    return without(
        url, parameter -> lowerCaseNames.contains(name(parameter).toLowerCase(Locale.ROOT)));
  }

  /**
   * Returns the URL without some parameters.
   *
   * @param taken is asked of each parameter, as it is written, whether it is to go
   */
  public static String without(String url, Predicate<String> taken) {
    int query = url.indexOf('?');
    if (query < 0) {
      return url;
    }
    StringBuilder kept = new StringBuilder(url.substring(0, query));
    char separator = '?';
    for (String parameter : parameters(url, query)) {
      if (!taken.test(parameter)) {
        kept.append(separator).append(parameter);
        separator = '&';
      }
    }
    return kept.toString();
  }

  /** Returns the URL with a further parameter at its end. */
  public static String with(String url, String name, String value) {
    try {
      char separator = url.indexOf('?') < 0 ? '?' : '&';
      return url + separator + name + '=' + URLEncoder.encode(value, "UTF-8");
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Returns the value of a parameter, the last of that name; null when there is none. */
  public static @Nullable String value(String url, String name) {
    int query = url.indexOf('?');
    String value = null;
    if (query >= 0) {
      for (String parameter : parameters(url, query)) {
        value = name.equalsIgnoreCase(name(parameter)) ? valueOf(parameter) : value;
      }
    }
    return value;
  }

  /** Returns the names of all parameters, as they are written. */
  public static Set<String> names(String url) {
    Set<String> names = new LinkedHashSet<>();
    int query = url.indexOf('?');
    if (query >= 0) {
      for (String parameter : parameters(url, query)) {
        int equals = parameter.indexOf('=');
        names.add(equals < 0 ? parameter : parameter.substring(0, equals));
      }
    }
    return names;
  }

  private static String[] parameters(String url, int query) {
    return url.substring(query + 1).split("&", -1);
  }

  /** Returns the name of a parameter as the driver reads it. */
  public static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return decoded(equals < 0 ? parameter : parameter.substring(0, equals));
  }

  /** Returns the value of a parameter as the driver reads it; empty where it has none. */
  public static String valueOf(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? "" : decoded(parameter.substring(equals + 1));
  }

  /** Returns the text with its percent signs decoded. */
  public static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text; // As a rule, and each connect asks for each name.
    }
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException malformed) {
      return text; // The driver says so itself when it comes to it.
    }
  }
}
