// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mode of a file with a credential: its owner reads it, and its group where it is set so. No
 * other user may, nobody but the owner may write, and nobody may execute. Immutable.
 */
public final class FileMode {

  /** The owner and the group read, as a pod's {@code fsGroup} needs it. */
  public static final FileMode GROUP_READS = new FileMode(0440);

  /** The owner alone reads. */
  public static final FileMode OWNER_READS = new FileMode(0400);

  private static final String ADVICE = "; write 0440, or 0400 where one user reads";
  private static final int OCTAL = 8;
  private static final int ALLOWED = 0640;
  private static final int OWNER_READ = 0400;
  private static final int OTHERS = 0007;
  private static final int BITS = 9;

  private final int bits;

  private FileMode(int bits) {
    this.bits = bits;
  }

  /**
   * Returns the mode of an octal number of three digits, with or without a leading zero.
   *
   * @throws IllegalArgumentException naming the fault and the text to write
   */
  public static FileMode parse(String text) {
    if (!text.matches("0?[0-7]{3}")) {
      throw new IllegalArgumentException("a mode is an octal number of three digits" + ADVICE);
    }
    int bits = Integer.parseInt(text, OCTAL);
    String wrong = problem(bits);
    if (wrong != null) {
      throw new IllegalArgumentException("mode " + octal(bits) + wrong + ADVICE);
    }
    return new FileMode(bits);
  }

  private static @Nullable String problem(int bits) {
    if ((bits & OTHERS) != 0) {
      return " opens the credential to every user";
    }
    if ((bits & OWNER_READ) == 0) {
      return " keeps the owner from reading";
    }
    return (bits & ~ALLOWED) == 0 ? null : " lets the group write, or lets the file be executed";
  }

  /** Returns the permission bits. */
  public int bits() {
    return bits;
  }

  /** Returns the permissions, as the JDK has them. */
  public Set<PosixFilePermission> permissions() {
    StringBuilder text = new StringBuilder();
    for (int bit = BITS - 1; bit >= 0; bit--) {
      text.append((bits >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return PosixFilePermissions.fromString(text.toString());
  }

  /** Returns the octal number with its leading zero. */
  @Override
  public String toString() {
    return octal(bits);
  }

  private static String octal(int bits) {
    return String.format("0%03o", bits);
  }
}
