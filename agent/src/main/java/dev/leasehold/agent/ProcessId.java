// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.File;
import java.io.IOException;

/** Tells this process from the others whose lines are in the same log. */
public final class ProcessId {

  private static final File SELF = new File("/proc/self");

  private ProcessId() {}

  /** Returns the process id, as the process itself sees it; {@code -} where that is not known. */
  public static String own() {
    String linked = linkedBy(SELF);
    return linked.isEmpty() ? ofJava9() : linked;
  }

  /**
   * Returns the process id that Linux links; empty elsewhere.
   *
   * @param self {@code /proc/self}
   */
  public static String linkedBy(File self) {
    try {
      File process = self.getCanonicalFile();
      return process.getName().equals(self.getName()) ? "" : process.getName();
    } catch (IOException unknown) {
      return "";
    }
  }

  private static String ofJava9() {
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object current = handle.getMethod("current").invoke(null);
      return String.valueOf(handle.getMethod("pid").invoke(current));
    } catch (ReflectiveOperationException | RuntimeException java8) {
      return "-";
    }
  }
}
