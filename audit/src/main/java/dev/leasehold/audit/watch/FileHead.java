// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first bytes of a log, by which its content is told from that of other logs: entries in them
 * have times and ids.
 *
 * @param size how many bytes
 * @param hash their SHA-256
 */
record FileHead(int size, String hash) {

  private static final int LARGEST = 4096;

  /** Returns the head of a log of which so much has been read. */
  static FileHead of(Path file, String key, long read) throws IOException {
    int size = (int) Math.min(read, LARGEST);
    try (InputStream content = LogContent.open(file, key, 0)) {
      byte[] bytes = content.readNBytes(size);
      return new FileHead(bytes.length, HexFormat.of().formatHex(sha256().digest(bytes)));
    }
  }

  /** Returns whether it says as much as a head can. */
  boolean isFull() {
    return size == LARGEST;
  }

  /** Returns whether a file begins so. */
  boolean isOf(Path file, String key) throws IOException {
    return equals(of(file, key, size));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
