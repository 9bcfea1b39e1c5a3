// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code key=value,key=value}. A comma inside a value is written {@code \,}; any other
 * backslash is itself. There are no quotes: the JVM takes them out of {@code JAVA_TOOL_OPTIONS}.
 */
final class AgentArgument {

  private static final String WHERE = SettingSource.AGENT_ARGUMENT.label();

  private final Problems problems;
  private final List<RawSetting> found = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int entries;

  private AgentArgument(Problems problems) {
    this.problems = problems;
  }

  static List<RawSetting> read(String text, Problems problems) {
    AgentArgument argument = new AgentArgument(problems);
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
        entry.append(',');
        i++;
      } else if (c == ',') {
        argument.add(entry.toString().trim());
        entry.setLength(0);
      } else {
        entry.append(c);
      }
    }
    argument.add(entry.toString().trim());
    return argument.found;
  }

  private void add(String entry) {
    entries++;
    if (entry.isEmpty()) {
      return;
    }
    int equals = entry.indexOf('=');
    if (equals < 1) {
      problems.add(
          WHERE, "entry " + entries + " is not key=value; a comma inside a value is written \\,");
      return;
    }
    String key = entry.substring(0, equals).trim();
    String name = key.startsWith(Setting.PREFIX) ? key : Setting.PREFIX + key;
    RawSetting given =
        new RawSetting(SettingSource.AGENT_ARGUMENT, name, entry.substring(equals + 1).trim());
    if (names.add(name)) {
      found.add(given);
    } else {
      problems.add(given.where(), "given twice; leave one entry");
    }
  }
}
