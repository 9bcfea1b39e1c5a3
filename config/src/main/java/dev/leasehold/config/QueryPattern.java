// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.lease.Printable;
import dev.leasehold.target.Glob;
import dev.leasehold.target.SecretName;
import dev.leasehold.target.Targets;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a {@link UrlPattern} asks for, in any order and among others. They are
 * compared with the driver's own values, and not with the text of the URL. A driver may split the
 * text elsewhere, take a name in one case only, or prefer its properties.
 */
final class QueryPattern {

  /** A pattern that any query matches. */
  private static final String ANY = "*";

  /** The part of a value that is shown at most: a person is to see the difference. */
  private static final int LONGEST_SHOWN = 100;

  /** Patterns of values by name. */
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private final boolean encoded;

  /**
   * Reads the parameters.
   *
   * @param encoded whether the driver decodes percent signs in its URLs
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

  /** Takes out a parameter, without regard to case; returns the pattern of its value. */
  @Nullable String take(String name) {
    for (String each : parameters.keySet()) {
      if (each.equalsIgnoreCase(name)) {
        return parameters.remove(each);
      }
    }
    return null;
  }

  /**
   * Returns the name of a parameter whose value would be a secret; null when there is none. A lone
   * {@code *} for its value is no secret. It names a parameter that a socket factory may take.
   */
  @Nullable String secret() {
    for (Map.Entry<String, String> wanted : parameters.entrySet()) {
      if (SecretName.is(wanted.getKey()) && !wanted.getValue().equals(ANY)) {
        return wanted.getKey();
      }
    }
    return null;
  }

  /** Returns whether the driver goes by such values. */
  boolean matches(Targets targets) {
    for (Map.Entry<String, String> wanted : parameters.entrySet()) {
      if (!isMet(wanted, targets)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMet(Map.Entry<String, String> wanted, Targets targets) {
    String name = wanted.getKey();
    return name.equals(ANY) || matches(wanted.getValue(), valueOf(name, targets));
  }

  /**
   * Returns the parameters that keep the pattern from matching, each with the pattern's value and
   * the driver's value. Without control characters, and without a value that may be a secret.
   */
  List<String> differences(Targets targets) {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> wanted : parameters.entrySet()) {
      if (!isMet(wanted, targets)) {
        String asked = shown(wanted.getKey(), wanted.getValue());
        differences.add(asked + ", and the driver goes by " + given(wanted.getKey(), targets));
      }
    }
    return differences;
  }

  private static String given(String name, Targets targets) {
    String value = valueOf(name, targets);
    if (value != null) {
      return shown(name, value);
    }
    for (Map.Entry<String, String> each : targets.parameters().entrySet()) {
      if (each.getKey().equalsIgnoreCase(name)) { // To a driver that takes one case, another one.
        return shown(each.getKey(), each.getValue());
      }
    }
    return "none of this name";
  }

  private static String shown(String name, String value) {
    boolean secret = SecretName.isIn(name) || SecretName.isIn(value);
    String text = secret && !value.equals(ANY) ? "***" : value;
    boolean whole = text.length() <= LONGEST_SHOWN;
    return Printable.of(name + '=' + (whole ? text : text.substring(0, LONGEST_SHOWN) + "..."));
  }

  private static boolean matches(String pattern, @Nullable String value) {
    return value != null && Glob.matches(pattern, value, 0, value.length(), false);
  }

  private static @Nullable String valueOf(String name, Targets targets) {
    String value = targets.parameters().get(name);
    return value == null ? targets.detours().get(name) : value;
  }

  /** Returns whether the pattern asks for each of these parameters, with such a value. */
  boolean names(Map<String, String> given) {
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      String pattern = patternOf(parameter.getKey());
      if (pattern == null || !matches(pattern, parameter.getValue())) {
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
    return encoded ? percentDecoded(text) : text;
  }

  /** Returns the text with percent signs decoded; the text itself where they are malformed. */
  static String percentDecoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException malformed) {
      return text; // Nothing that a pattern can ask for.
    }
  }
}
