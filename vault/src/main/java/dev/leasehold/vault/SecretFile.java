// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Secret;
import java.io.File;
import java.nio.charset.StandardCharsets;

/** A file with one secret in it, read again each time: the kubelet replaces its tokens. */
final class SecretFile {

  private static final int MAX_BYTES = 64 * 1024;
  private static final String CONTENT = "a single token";

  private final String key;
  private final File file;

  /** Names a file and the setting that named it, for messages. */
  SecretFile(String key, File file) {
    this.key = key;
    this.file = file;
  }

  /** Returns the file's present content, without white space around it. */
  Secret read() throws LeaseException {
    byte[] bytes;
    try {
      bytes = BoundedFile.read(file, MAX_BYTES, CONTENT);
    } catch (UnfitFileException e) {
      throw new LeaseException(INVALID, this + " " + e.getMessage());
    }
    String text = new String(bytes, StandardCharsets.UTF_8).trim();
    if (text.isEmpty()) {
      throw fault("is empty", "check the program that writes it");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        throw fault("does not hold a single token", "name a file that holds the token alone");
      }
    }
    return Secret.of(text);
  }

  private LeaseException fault(String problem, String next) {
    return new LeaseException(INVALID, this + " " + problem + "; " + next);
  }

  @Override
  public String toString() {
    return key + " " + file;
  }
}
