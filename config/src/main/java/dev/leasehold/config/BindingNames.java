// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code leasehold.bindings}. */
final class BindingNames {

  private BindingNames() {}

  static List<String> read(RawSetting given, Problems problems) {
    List<String> names = new ArrayList<>();
    int number = 0;
    int from = 0;
    while (from <= given.value.length()) {
      int comma = given.value.indexOf(',', from);
      int to = comma < 0 ? given.value.length() : comma;
      String name = given.value.substring(from, to).trim();
      String problem = problem(name, ++number, names);
      if (problem != null) {
        problems.add(given.where(), problem);
      }
      // A bad name is kept, so that its settings are not reported as unknown besides.
      if (!name.isEmpty() && !names.contains(name)) {
        names.add(name);
      }
      from = to + 1;
    }
    return names;
  }

  private static @Nullable String problem(String name, int number, List<String> before) {
    if (!isName(name)) {
      return "name "
          + number
          + " is not a name; write lower-case letters, digits and hyphens, a letter first";
    }
    if (isReserved(name)) {
      return name + " is the name of settings, not of a binding; choose another";
    }
    return before.contains(name) ? name + " stands there twice; leave one" : null;
  }

  /** Returns whether a setting is called so, or a group of settings. */
  static boolean isReserved(String name) {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(name) || setting.key().startsWith(name + ".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean inner = (c >= '0' && c <= '9') || c == '-';
      if (!letter && (i == 0 || !inner)) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
