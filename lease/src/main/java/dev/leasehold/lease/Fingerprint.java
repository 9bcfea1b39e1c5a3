package dev.leasehold.lease;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A short hash. */
final class Fingerprint {

  private static final int BYTES = 4;

  private Fingerprint() {}

  /** Returns the first eight hexadecimal digits of the SHA-256 of the text in UTF-8. */
  static String of(String text) {
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // Every JVM must have it.
    }
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < BYTES; i++) {
      digits.append(Character.forDigit(hash[i] >> 4 & 15, 16));
      digits.append(Character.forDigit(hash[i] & 15, 16));
    }
    return digits.toString();
  }
}
