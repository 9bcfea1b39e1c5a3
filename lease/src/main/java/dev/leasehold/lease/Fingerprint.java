// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A short hash. Asks the JVM's security providers once, when it is loaded: the application may take
 * them away later.
 */
public final class Fingerprint {

  private static final int BYTES = 4;

  /** Never fed; copied for each text. */
  private static final MessageDigest SHA_256 = sha256();

  private Fingerprint() {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // Every JVM must have it.
    }
  }

  /** Gets the hash from the security providers that this thread finds. */
  public static void prepare() {
    of("");
  }

  /** Returns the first eight hexadecimal digits of the SHA-256 of the text in UTF-8. */
  public static String of(String text) {
    byte[] hash = copy().digest(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < BYTES; i++) {
      digits.append(Character.forDigit(hash[i] >> 4 & 15, 16));
      digits.append(Character.forDigit(hash[i] & 15, 16));
    }
    return digits.toString();
  }

  private static MessageDigest copy() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(impossible); // The JDK's own can be copied.
    }
  }
}
