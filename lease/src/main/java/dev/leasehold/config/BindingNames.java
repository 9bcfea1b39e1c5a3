package dev.leasehold.config;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code leasehold.bindings}. */
final class BindingNames {

  private BindingNames() {}

  static List<String> read(Given given, Problems problems) {
    List<String> names = new ArrayList<>();
    int from = 0;
    while (from <= given.value.length()) {
      int comma = given.value.indexOf(',', from);
      int to = comma < 0 ? given.value.length() : comma;
      String name = given.value.substring(from, to).trim();
      if (!isName(name)) {
        problems.add(
            given.where(),
            "name "
                + (names.size() + 1)
                + " is not a name; write lower-case letters, digits and hyphens, a letter first");
        return names;
      }
      if (isReserved(name)) {
        problems.add(
            given.where(), name + " is the name of settings, not of a binding; choose another");
      }
      if (names.contains(name)) {
        problems.add(given.where(), name + " stands there twice; leave one");
      }
      names.add(name);
      from = to + 1;
    }
    return names;
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
