// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The mode of a file with a credential: its owner reads it, and its group where it is set so. No
 * other user may, nobody but the owner may write, and nobody may execute.
 *
 * @param bits the permission bits
 */
public record FileMode(int bits) {

  /** The owner and the group read: what a pod's {@code fsGroup} needs. */
  public static final FileMode GROUP_READS = new FileMode(0440);

  /** The owner alone reads. */
  public static final FileMode OWNER_READS = new FileMode(0400);

  private static final int OCTAL = 8;
  private static final int ALLOWED = 0640;
  private static final int OWNER_READ = 0400;
  private static final int OTHERS = 0007;
  private static final int BITS = 9;
  private static final Pattern OCTAL_NUMBER = Pattern.compile("0?[0-7]{3}");

  /**
   * Checks the bits.
   *
   * @throws IllegalArgumentException saying what is wrong with them and what to write
   */
  public FileMode {
    String advice = "; write 0440, or 0400 where one user reads";
    if ((bits & OTHERS) != 0) {
      throw new IllegalArgumentException(
          "mode " + octal(bits) + " opens the credential to every user" + advice);
    }
    if ((bits & OWNER_READ) == 0) {
      throw new IllegalArgumentException(
          "mode " + octal(bits) + " keeps the owner from reading" + advice);
    }
    if ((bits & ~ALLOWED) != 0) {
      throw new IllegalArgumentException(
          "mode " + octal(bits) + " lets the group write, or lets the file be executed" + advice);
    }
  }

  /**
   * Returns the mode of an octal number of three digits, with or without a leading zero.
   *
   * @throws IllegalArgumentException saying what is wrong with it and what to write
   */
  public static FileMode parse(String text) {
    if (!OCTAL_NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a mode is an octal number of three digits; write 0440, or 0400 where one user reads");
    }
    return new FileMode(Integer.parseInt(text, OCTAL));
  }

  /** Returns the octal number with its leading zero. */
  @Override
  public String toString() {
    return octal(bits);
  }

  Set<PosixFilePermission> permissions() {
    StringBuilder text = new StringBuilder();
    for (int bit = BITS - 1; bit >= 0; bit--) {
      text.append((bits >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return PosixFilePermissions.fromString(text.toString());
  }

  private static String octal(int bits) {
    return String.format("0%03o", bits);
  }
}
