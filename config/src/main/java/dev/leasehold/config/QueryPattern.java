// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.target.Glob;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a {@link UrlPattern} asks for, in any order and among others. Where a URL
 * names a parameter more than once, each value must match, as drivers differ in which one they
 * take.
 */
final class QueryPattern {

  /** What any query matches. */
  private static final String ANY = "*";

  /** Patterns of values by name. */
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private final boolean encoded;

  /**
   * Reads the parameters.
   *
   * @param encoded whether the driver takes percent signs in its URLs for what they stand for
   */
  QueryPattern(String text, boolean encoded) {
    this.encoded = encoded;
    for (int from = 0; from <= text.length(); ) {
      int to = end(text, from);
      if (to > from) {
        String parameter = text.substring(from, to);
        int equals = parameter.indexOf('=');
        String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
        parameters.put(name, equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
      }
      from = to + 1;
    }
  }

  /** Takes out a parameter, in whatever case it is written; returns the pattern of its value. */
  @Nullable String take(String name) {
    for (String each : parameters.keySet()) {
      if (each.equalsIgnoreCase(name)) {
        return parameters.remove(each);
      }
    }
    return null;
  }

  /**
   * Returns whether the parameters of a connection match.
   *
   * @param query where they begin in the URL
   * @param others further ones, from elsewhere
   */
  boolean matches(String url, int query, Map<String, String> others) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      if (!name.equals(ANY)
          && !matches(name, parameter.getValue(), url, query, isMet(parameter, others))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMet(Map.Entry<String, String> wanted, Map<String, String> others) {
    String value = others.get(wanted.getKey());
    return value != null && Glob.matches(wanted.getValue(), value, 0, value.length(), false);
  }

  private boolean matches(String name, String pattern, String url, int query, boolean elsewhere) {
    boolean found = elsewhere;
    for (int from = query + 1; from <= url.length(); ) {
      int to = end(url, from);
      int equals = url.indexOf('=', from);
      int nameEnd = equals < 0 || equals > to ? to : equals;
      if (decoded(url.substring(from, nameEnd)).trim().equalsIgnoreCase(name)) {
        String value = decoded(url.substring(Math.min(nameEnd + 1, to), to));
        if (!Glob.matches(pattern, value, 0, value.length(), false)) {
          return false;
        }
        found = true;
      }
      from = to + 1;
    }
    return found;
  }

  /** Returns whether each of these parameters is among those asked for, with such a value. */
  boolean names(Map<String, String> given) {
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      String pattern = patternOf(parameter.getKey());
      String value = parameter.getValue();
      if (pattern == null || !Glob.matches(pattern, value, 0, value.length(), false)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the value that is asked for one of these parameters is such a path. A target
   * has it in lower case, and a named pipe with a slash before it.
   */
  boolean namesPath(String path, Map<String, String> given) {
    for (String name : given.keySet()) {
      String pattern = patternOf(name);
      if (pattern != null
          && (Glob.matches(pattern, path, 0, path.length(), true)
              || Glob.matches(pattern, path, 1, path.length(), true))) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String patternOf(String name) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      if (parameter.getKey().equalsIgnoreCase(name)) {
        return parameter.getValue();
      }
    }
    return null;
  }

  boolean intersects(QueryPattern other) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String theirs = other.patternOf(parameter.getKey());
      if (theirs != null && !Glob.intersect(parameter.getValue(), theirs, false)) {
        return false;
      }
    }
    return true;
  }

  private static int end(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '&' || c == ';') {
        return i;
      }
    }
    return text.length();
  }

  private String decoded(String text) {
    if (!encoded || (text.indexOf('%') < 0 && text.indexOf('+') < 0)) {
      return text;
    }
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException malformed) {
      return text; // Nothing that a pattern can ask for.
    }
  }
}
