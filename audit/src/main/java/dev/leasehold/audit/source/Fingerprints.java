// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Short forms of long names. */
final class Fingerprints {

  private static final int LEASE_BYTES = 4;
  private static final int CHARS_OF_A_WORD = 4;

  private final FingerprintKey key;
  private final MessageDigest sha256;

  Fingerprints(FingerprintKey key) {
    this.key = key;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Returns the eight digits that a session of Leasehold names its lease with. */
  String lease(String leaseId) {
    byte[] hash = sha256.digest(leaseId.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, LEASE_BYTES);
  }

  /**
   * Returns 64 bits that stand for a text which is compared and never shown: SipHash-1-3 over its
   * characters.
   */
  @Nullable Long of(@Nullable String text) {
    return text == null ? null : new Sip(key).hash(text);
  }

  /** The state of SipHash (Aumasson and Bernstein, 2012). */
  private static final class Sip {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    Sip(FingerprintKey key) {
      v0 = key.word0() ^ 0x736f6d6570736575L;
      v1 = key.word1() ^ 0x646f72616e646f6dL;
      v2 = key.word0() ^ 0x6c7967656e657261L;
      v3 = key.word1() ^ 0x7465646279746573L;
    }

    long hash(String text) {
      long word = 0;
      for (int i = 0; i < text.length(); i++) {
        word = word << Character.SIZE | text.charAt(i);
        if (i % CHARS_OF_A_WORD == CHARS_OF_A_WORD - 1) {
          add(word);
          word = 0;
        }
      }
      add(word);
      add(text.length());
      v2 ^= 0xff;
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void add(long word) {
      v3 ^= word;
      round();
      v0 ^= word;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
