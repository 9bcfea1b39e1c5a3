// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import org.jspecify.annotations.Nullable;

/** The text of {@code --help}. */
final class ModeHelp {

  private static final String PROGRAM = "leasehold-sidecar";
  private static final int WIDTH = 80;
  private static final String INDENT = "      ";

  private ModeHelp() {}

  /** Returns how a mode is used, or the program where there is none. */
  static String of(@Nullable SidecarMode mode) {
    return mode == null ? program() : mode(mode);
  }

  private static String program() {
    StringBuilder text = new StringBuilder(100).append("Usage: ").append(PROGRAM).append(" MODE\n");
    wrap(
        text,
        "",
        "Keeps a database credential from Vault fresh in a file, for programs on no JVM.");
    for (SidecarMode mode : SidecarMode.values()) {
      text.append("  ").append(mode).append('\n');
      wrap(text, INDENT, mode.description());
    }
    return text.toString();
  }

  private static String mode(SidecarMode mode) {
    StringBuilder text = new StringBuilder(100).append("Usage: ").append(PROGRAM).append(' ');
    text.append(mode).append(" [OPTION]...");
    if (mode.operand() != null) {
      text.append(" [--] ").append(mode.operand());
    }
    text.append('\n');
    wrap(text, "", mode.description());
    mode.options().forEach(option -> option(text, option));
    option(text, ModeOption.HELP);
    return text.toString();
  }

  private static void option(StringBuilder text, ModeOption option) {
    text.append("  ").append(option.shown()).append('\n');
    wrap(text, INDENT, option.description());
  }

  private static void wrap(StringBuilder text, String indent, String sentence) {
    int column = 0;
    for (String word : sentence.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? indent : " ").append(word);
      column += (column == 0 ? indent.length() : 1) + word.length();
    }
    text.append('\n');
  }
}
