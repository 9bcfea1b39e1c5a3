// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Vault's plugin catalog: a built-in plugin is used, else the plugin's file is registered. */
final class VaultPlugins {
  private static final int OK = 200;

  /** They do not change under a test, and a JVM needs half a second of processor time for each. */
  private static final Map<Path, String> HASHES = new ConcurrentHashMap<>();

  private final VaultApi api;
  private final Path directory;

  VaultPlugins(VaultApi api, Path directory) {
    this.api = api;
    this.directory = directory;
  }

  /**
   * Makes sure that the plugin is in the catalog.
   *
   * @param type {@code auth}, {@code database} or {@code secret}
   * @param name its name in the catalog
   * @param file its file's name in the plugin directory
   */
  void provide(String type, String name, String file) {
    String entry = "sys/plugins/catalog/" + type + "/" + name;
    if (api.status(entry) != OK) {
      api.write(entry, VaultApi.fields("command", file, "sha256", hash(directory.resolve(file))));
    }
  }

  private static String hash(Path file) {
    return HASHES.computeIfAbsent(file, VaultPlugins::sha256);
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new TestBedException("cannot read the Vault plugin " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new TestBedException("this JVM has no SHA-256", e);
    }
  }
}
