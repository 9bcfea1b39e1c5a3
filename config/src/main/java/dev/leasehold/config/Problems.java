// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of the settings, so that all are reported at once. For one thread. */
final class Problems {

  private final List<String> lines = new ArrayList<>();

  void add(String where, String what) {
    String line = where + ": " + what;
    if (!lines.contains(line)) {
      lines.add(line);
    }
  }

  boolean any() {
    return !lines.isEmpty();
  }

  void throwIfAny() throws ConfigException {
    if (any()) {
      throw new ConfigException(lines);
    }
  }
}
