// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.regex.Pattern;

/**
 * The name that an entry of {@code env} gets whose value comes from elsewhere, so that a variable
 * with its name can refer to it. The name is no setting of Leasehold's, which the agent would read.
 */
final class InheritedName {

  /** The text that is put before the name. */
  static final String PREFIX = "INHERITED_";

  private InheritedName() {}

  /** Returns the other name of the variable. */
  static String of(String variable) {
    return PREFIX + variable;
  }

  /** Returns a value of the variable without the option and its reference. */
  static String without(String value, String variable) {
    return value
        .replaceAll("(?<!\\S)" + Pattern.quote(AddedFields.OPTION) + "(?!\\S)", "")
        .replaceAll("(?<!\\S)\\$\\((" + PREFIX + ")?" + variable + "\\)(?!\\S)", "")
        .strip();
  }
}
