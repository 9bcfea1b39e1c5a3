// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that follow the mode on the command line. Options come first, as {@code --name=VALUE}
 * or {@code --name VALUE}, each once. {@code --} or the first other word ends them, so that a
 * command keeps its own options (POSIX, Utility Syntax Guidelines 9 and 10).
 */
record ModeArguments(Map<ModeOption, String> options, List<String> operands) {

  private static final String END = "--";

  /**
   * Reads the words after the mode.
   *
   * @throws UsageException naming the wrong or missing word
   */
  static ModeArguments parse(SidecarMode mode, List<String> words) throws UsageException {
    Map<ModeOption, String> options = new HashMap<>();
    int next = 0;
    while (next < words.size() && isOption(words.get(next))) {
      String word = words.get(next++);
      if (word.equals(END)) {
        break;
      }
      int equals = word.indexOf('=');
      ModeOption option = option(mode, equals < 0 ? word : word.substring(0, equals));
      String value = equals < 0 ? null : word.substring(equals + 1);
      if (option.takesValue() && value == null && next < words.size()) {
        value = words.get(next++);
      }
      require(option.takesValue() == (value != null), mode, option + wanting(option));
      require(options.put(option, value == null ? "" : value) == null, mode, option + " twice");
    }
    ModeArguments read = new ModeArguments(options, words.subList(next, words.size()));
    if (!read.has(ModeOption.HELP)) {
      read.checkOperands(mode);
    }
    return read;
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  private static ModeOption option(SidecarMode mode, String name) throws UsageException {
    ModeOption option = mode.option(name);
    if (option == null) {
      throw new UsageException(mode, "unknown option " + name);
    }
    return option;
  }

  private static String wanting(ModeOption option) {
    return option.takesValue() ? " needs a value" : " takes no value";
  }

  private void checkOperands(SidecarMode mode) throws UsageException {
    String operand = mode.operand();
    int most = operand == null ? 0 : mode.takesCommand() ? Integer.MAX_VALUE : 1;
    require(operand == null || !operands.isEmpty(), mode, operand + " is missing");
    require(operands.size() <= most, mode, "more words than " + mode + " takes");
  }

  private static void require(boolean holds, SidecarMode mode, String problem)
      throws UsageException {
    if (!holds) {
      throw new UsageException(mode, problem);
    }
  }

  boolean has(ModeOption option) {
    return options.containsKey(option);
  }

  /** Returns an option's value; null where it is not given. */
  @Nullable String value(ModeOption option) {
    return options.get(option);
  }
}
