// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.signal;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The state of this process' signals as Linux shows it (proc(5)); elsewhere nothing is known. */
final class ProcessSignals {

  private static final int MAX_BYTES = 64 * 1024;
  private static final String IGNORED = "SigIgn:";
  private static final int SIGHUP_BIT = 0;

  /** State, parent, group and session come before it, after the name in parentheses. */
  private static final int TERMINAL_FIELD = 4;

  private static final int HEXADECIMAL = 16;

  private ProcessSignals() {}

  /** Returns whether the process ignores SIGHUP, as {@code nohup} has it do. */
  static boolean ignoreHangup() {
    return ignoreHangup(read("status"));
  }

  static boolean ignoreHangup(String status) {
    for (String line : status.split("\n", -1)) {
      if (line.startsWith(IGNORED)) {
        String mask = line.substring(IGNORED.length()).trim().toLowerCase(Locale.ROOT);
        return isHexadecimal(mask) && new BigInteger(mask, HEXADECIMAL).testBit(SIGHUP_BIT);
      }
    }
    return false;
  }

  private static boolean isHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), HEXADECIMAL) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Returns whether the process has a controlling terminal, whose end SIGHUP then tells of. */
  static boolean haveTerminal() {
    return haveTerminal(read("stat"));
  }

  static boolean haveTerminal(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    return fields.length > TERMINAL_FIELD && !fields[TERMINAL_FIELD].equals("0");
  }

  private static String read(String name) {
    try {
      byte[] bytes = BoundedFile.read(new File("/proc/self/" + name), MAX_BYTES, "numbers");
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (UnfitFileException notLinux) {
      return "";
    }
  }
}
