package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Secret;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A file with one secret in it, read again each time: the kubelet replaces its tokens. */
final class SecretFile {

  private static final int MAX_BYTES = 64 * 1024;

  private final String key;
  private final File file;

  /** Names a file and the setting that named it, for messages. */
  SecretFile(String key, File file) {
    this.key = key;
    this.file = file;
  }

  /** Returns what the file holds now, without white space around it. */
  Secret read() throws LeaseException {
    if (file.isDirectory()) {
      throw fault("is a directory", "name the file in it, often .../token");
    }
    if (!file.exists()) {
      throw fault("does not exist", "check the path and that the volume is mounted");
    }
    byte[] bytes;
    try (InputStream in = new FileInputStream(file)) {
      bytes = bounded(in);
    } catch (IOException e) {
      throw fault("cannot be read", "let the application's user read it");
    }
    if (bytes.length > MAX_BYTES) {
      throw fault("is over 64 KiB", "name a file that holds a single token");
    }
    String text = new String(bytes, StandardCharsets.UTF_8).trim();
    if (text.isEmpty()) {
      throw fault("is empty", "check what is to write it");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        throw fault("does not hold a single token", "name a file that holds the token alone");
      }
    }
    return Secret.of(text);
  }

  private static byte[] bounded(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = in.read(buffer); n >= 0 && out.size() <= MAX_BYTES; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  private LeaseException fault(String problem, String next) {
    return new LeaseException(INVALID, this + " " + problem + "; " + next);
  }

  @Override
  public String toString() {
    return key + " " + file;
  }
}
