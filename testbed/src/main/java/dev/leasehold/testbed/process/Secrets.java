// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random passwords, and files for secrets. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  private Secrets() {}

  /** 128 random bits in hexadecimal. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Writes the file anew with mode 0600, in one step: a reader sees the old content or the new. */
  public static void write(Path file, String secret) {
    try {
      Files.createDirectories(file.getParent());
      Path beside = Files.createTempFile(file.getParent(), ".secret", "");
      Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(beside, secret);
      Files.move(beside, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TestBedException("cannot write " + file, e);
    }
  }
}
