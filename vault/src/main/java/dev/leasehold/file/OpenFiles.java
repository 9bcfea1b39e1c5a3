// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.file;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The process's limit of open files, which counts sockets as well. */
public final class OpenFiles {

  /**
   * The text of glibc for EMFILE, and of musl with other capitals; for ENFILE "in system" follows.
   */
  private static final String TOO_MANY = "oo many open files";

  private static final String ROW = "Max open files";
  private static final int MAX_BYTES = 64 * 1024;

  /** Read while a file can be opened: at the limit it no longer can. */
  private static volatile String limit = "";

  private OpenFiles() {}

  /** Takes note of the limit, for messages. Linux only; elsewhere messages have no number. */
  public static void noteLimit() {
    try {
      byte[] limits = BoundedFile.read(new File("/proc/self/limits"), MAX_BYTES, "limits");
      String text = new String(limits, StandardCharsets.US_ASCII);
      int row = text.indexOf(ROW);
      if (row >= 0) {
        String soft = text.substring(row + ROW.length()).trim();
        limit = " of " + soft.substring(0, soft.indexOf(' '));
      }
    } catch (UnfitFileException notLinux) {
      limit = "";
    }
  }

  /** Returns whether something failed because the process, or the machine, has too many open. */
  public static boolean areExhausted(IOException e) {
    return String.valueOf(e.getMessage()).contains(TOO_MANY);
  }

  /** Returns the message about it, with the next step. */
  public static String exhausted() {
    return "too many open files: the process is at its limit"
        + limit
        + " (EMFILE). Find the code that does not close its files or connections, or raise the"
        + " limit (ulimit -n)";
  }
}
