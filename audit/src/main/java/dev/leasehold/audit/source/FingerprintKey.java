// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The key of fingerprints. The key is secret, as a client chooses some of the names that are
 * compared by fingerprints. It must not choose two names with one fingerprint. Tables that are
 * joined have fingerprints of one key.
 */
public final class FingerprintKey {

  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{32}");

  /** More than a key and a line end need. */
  private static final int LONGEST = 64;

  private final long word0;
  private final long word1;

  private FingerprintKey(long word0, long word1) {
    this.word0 = word0;
    this.word1 = word1;
  }

  /** Makes a key that nobody else has. */
  public static FingerprintKey random() {
    SecureRandom random = new SecureRandom();
    return new FingerprintKey(random.nextLong(), random.nextLong());
  }

  /**
   * Reads the key of a file, which is made for its owner alone where it is not there.
   *
   * @throws IOException if it cannot be read or made, with a sentence where it holds no key
   */
  public static FingerprintKey of(Path file) throws IOException {
    if (Files.exists(file)) {
      return read(file);
    }
    FingerprintKey made = random();
    Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path whole = Files.createTempFile(parent, ".key", ""); // For its owner alone.
    try {
      Files.writeString(whole, made.text() + "\n");
      Files.createLink(file, whole);
      return made;
    } catch (FileAlreadyExistsException another) {
      return read(file);
    } finally {
      Files.delete(whole);
    }
  }

  private static FingerprintKey read(Path file) throws IOException {
    String text = Files.size(file) > LONGEST ? "" : Files.readString(file).strip();
    if (!TEXT.matcher(text).matches()) {
      throw new IOException(file + " holds no key: 32 hexadecimal digits are expected");
    }
    int half = text.length() / 2;
    return new FingerprintKey(
        HexFormat.fromHexDigitsToLong(text, 0, half),
        HexFormat.fromHexDigitsToLong(text, half, text.length()));
  }

  private String text() {
    return HexFormat.of().toHexDigits(word0) + HexFormat.of().toHexDigits(word1);
  }

  long word0() {
    return word0;
  }

  long word1() {
    return word1;
  }
}
