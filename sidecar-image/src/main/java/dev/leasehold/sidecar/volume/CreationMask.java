// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.leasehold.config.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bits of a mode that a file does not get when it is made; see umask(2).
 *
 * @param bits the bits that are taken away
 */
record CreationMask(int bits) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "\nUmask:";
  private static final int OCTAL = 8;

  /** The mask where the kernel does not tell: before Linux 4.7. */
  private static final CreationMask UNKNOWN = new CreationMask(0777);

  /** Returns that of this process, which Java never changes. */
  static CreationMask ofProcess() {
    try {
      String status = Files.readString(STATUS, ISO_8859_1);
      int field = status.indexOf(FIELD);
      if (field < 0) {
        return UNKNOWN;
      }
      int from = field + FIELD.length();
      String octal = status.substring(from, status.indexOf('\n', from)).strip();
      return new CreationMask(Integer.parseInt(octal, OCTAL));
    } catch (IOException unreadable) {
      return UNKNOWN;
    }
  }

  /** Returns whether a file that is made with a mode gets another mode. */
  boolean takesFrom(FileMode mode) {
    return (bits & mode.bits()) != 0;
  }
}
