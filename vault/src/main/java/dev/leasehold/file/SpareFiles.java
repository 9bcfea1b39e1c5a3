// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.file;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Open files that nobody reads, for a process that is at its limit of open files. Each gives its
 * place to a file that has to be read. A process has one instance. Safe for use by many threads.
 */
final class SpareFiles {

  /** Costs nothing to keep open. Where there is none, as on Windows, open files have no limit. */
  private static final File NOTHING = new File("/dev/null");

  /** A file for a read, and a file for a race that was lost to the application. */
  private static final int SIZE = 2;

  private static final Deque<FileInputStream> SPARE = new ArrayDeque<>();

  private SpareFiles() {}

  /** Fills the reserve as far as the limit allows. */
  static void fill() {
    synchronized (SPARE) {
      try {
        while (SPARE.size() < SIZE) {
          SPARE.add(new FileInputStream(NOTHING));
        }
      } catch (IOException | RuntimeException full) { // An application may forbid it.
        return; // Tried again after the next read.
      }
    }
  }

  /** Closes a spare file; returns whether there was a file to close. */
  static boolean release() {
    FileInputStream spare;
    synchronized (SPARE) {
      spare = SPARE.poll();
    }
    if (spare == null) {
      return false;
    }
    try {
      spare.close();
    } catch (IOException gone) {
      return false;
    }
    return true;
  }
}
