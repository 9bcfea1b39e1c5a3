// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all of it is told at once. For one thread. */
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
