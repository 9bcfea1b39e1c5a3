// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that {@code leasehold.bindings} lists, wrong names among them. Immutable once read. */
final class BindingNames {

  /** None: there is one binding at most. */
  static final BindingNames NONE = new BindingNames();

  private final List<String> all = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private boolean refused;

  private BindingNames() {}

  static BindingNames read(RawSetting given, Problems problems) {
    BindingNames names = new BindingNames();
    int number = 0;
    int from = 0;
    while (from <= given.value.length()) {
      int comma = given.value.indexOf(',', from);
      int to = comma < 0 ? given.value.length() : comma;
      names.add(given.value.substring(from, to).trim(), ++number, given, problems);
      from = to + 1;
    }
    return names;
  }

  private void add(String name, int number, RawSetting given, Problems problems) {
    boolean twice = all.contains(name);
    String problem = twice ? name + " stands there twice; leave one entry" : problem(name, number);
    if (problem != null) {
      refused = true;
      problems.add(given.where(), problem);
    }
    if (twice || name.isEmpty()) {
      return;
    }
    all.add(name);
    if (problem != null) {
      wrong.add(name);
    }
  }

  private static @Nullable String problem(String name, int number) {
    if (!isName(name)) {
      return "name "
          + number
          + " is not a name; write lower-case letters, digits and hyphens, a letter first";
    }
    return isReserved(name)
        ? name + " is the name of settings, not of a binding; choose another"
        : null;
  }

  /**
   * Returns each name once. A wrong name is among them, so that its settings are read, and not
   * reported as unknown.
   */
  List<String> all() {
    return Collections.unmodifiableList(all);
  }

  /**
   * Returns whether the name was refused, so that it is not known which settings were meant.
   *
   * @param name null where none is listed, as in a list of commas alone
   */
  boolean isWrong(@Nullable String name) {
    return name == null ? refused && all.isEmpty() : wrong.contains(name);
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
