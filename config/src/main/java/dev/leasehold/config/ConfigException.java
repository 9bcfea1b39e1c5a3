// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The configuration is wrong. Names every problem found; holds no value of a setting. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> problems;

  ConfigException(List<String> problems) {
    super(message(problems));
    this.problems = new ArrayList<>(problems);
  }

  /**
   * Returns the problems, a line each: the setting as its source spells it, the problem, the fix.
   */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }

  private static String message(List<String> problems) {
    if (problems.size() == 1) {
      return "the configuration is wrong: " + problems.get(0);
    }
    StringBuilder text = new StringBuilder("the configuration is wrong in ");
    text.append(problems.size()).append(" places:");
    for (String problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }
}
