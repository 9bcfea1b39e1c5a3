// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in the text of a URL that a value follows, whichever separators stand between them. */
final class ParameterNames {

  /** A word and {@code =}; in quotes a {@code :} as well. */
  private static final Pattern NAME = Pattern.compile("([\\w.-]++)(?:\\s*+=|[\"']\\s*+[:=])");

  private ParameterNames() {}

  /** Returns the names as they are written. */
  static Set<String> in(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
