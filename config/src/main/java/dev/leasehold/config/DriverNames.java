// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code leasehold.drivers}. */
final class DriverNames {

  private DriverNames() {}

  static Map<String, UrlDialect> read(SettingReader reader) {
    String text = reader.text(Setting.DRIVERS);
    if (text == null) {
      return Collections.emptyMap();
    }
    Map<String, UrlDialect> drivers = new LinkedHashMap<>();
    int number = 0;
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      String problem = add(text.substring(from, to).trim(), ++number, drivers);
      if (problem != null) {
        reader.problem(Setting.DRIVERS, problem);
      }
      from = to + 1;
    }
    return Collections.unmodifiableMap(drivers);
  }

  /** Adds the driver; returns the problem with it, or null. */
  private static @Nullable String add(String text, int number, Map<String, UrlDialect> drivers) {
    int equals = text.indexOf('=');
    String type = text.substring(0, Math.max(equals, 0)).trim();
    if (!isClassName(type)) {
      return "driver "
          + number
          + " is not a class with its package and a dialect; write for example"
          + " com.example.Driver=postgresql";
    }
    UrlDialect dialect = UrlDialect.of(text.substring(equals + 1).trim());
    if (dialect == null) {
      return "the dialect of " + type + " is unknown; expected one of " + UrlDialect.names();
    }
    return drivers.put(type, dialect) == null
        ? null
        : type + " stands there twice; leave one entry";
  }

  private static boolean isClassName(String name) {
    boolean begins = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (begins
          ? !Character.isJavaIdentifierStart(c)
          : c != '.' && !Character.isJavaIdentifierPart(c)) {
        return false;
      }
      begins = c == '.';
    }
    return !begins && name.indexOf('.') > 0;
  }
}
