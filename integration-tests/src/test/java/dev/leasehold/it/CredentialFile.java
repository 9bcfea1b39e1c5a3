// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file or a directory with a credential, written as the programs do that deliver a credential.
 */
final class CredentialFile {

  /** How it is written. */
  enum Kind {
    /** Properties, beside the file and renamed over it: Vault Agent. */
    RENAMED,
    /** Variables for a shell, into the file as it is. */
    IN_PLACE,
    /** JSON, in a volume whose link is exchanged: a CSI provider. */
    MOUNTED_FILE,
    /** A file for each half, in such a volume: a Secret. */
    MOUNTED_DIRECTORY
  }

  private final Path volume = Jars.scratch("volume");
  private final Kind kind;
  private int updates;

  CredentialFile(Kind kind) {
    this.kind = kind;
  }

  /** Returns the value for {@code leasehold.creds}. */
  String location() {
    return "file:" + (kind == Kind.MOUNTED_DIRECTORY ? volume : path());
  }

  /** Returns the file. */
  Path path() {
    return volume.resolve("db");
  }

  /** Replaces the content. */
  void write(String user, String password) {
    write(kind, user, password);
  }

  /**
   * Replaces the content in a way that may be another than before. A directory takes the place of a
   * file by the exchange of a link.
   */
  void write(Kind how, String user, String password) {
    try {
      switch (how) {
        case RENAMED -> rename("username=" + user + "\npassword=" + password + "\n");
        case IN_PLACE ->
            Files.writeString(
                path(), "export DB_USERNAME='" + user + "'\nexport DB_PASSWORD=" + password + "\n");
        case MOUNTED_FILE ->
            mount(
                volume,
                Map.of(
                    "db", "{\"username\": \"" + user + "\", \"password\": \"" + password + "\"}"));
        case MOUNTED_DIRECTORY -> {
          Map<String, String> halves = Map.of("username", user, "password", password);
          if (kind == Kind.MOUNTED_DIRECTORY) {
            mount(volume, halves);
          } else {
            mount(Files.createDirectories(volume.resolve("secret")), halves);
            link(volume, "db", Path.of("secret"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rename(String text) throws IOException {
    Files.move(Files.writeString(volume.resolve("db.tmp"), text), path(), ATOMIC_MOVE);
  }

  private void mount(Path in, Map<String, String> texts) throws IOException {
    Path data = in.resolve("..data");
    Path before = Files.exists(data) ? data.toRealPath() : null;
    Path update = Files.createDirectory(in.resolve("..update-" + ++updates));
    for (Map.Entry<String, String> each : texts.entrySet()) {
      Files.writeString(update.resolve(each.getKey()), each.getValue());
    }
    link(in, "..data", update.getFileName());
    for (String name : texts.keySet()) {
      if (!Files.isSymbolicLink(in.resolve(name))) {
        link(in, name, Path.of("..data", name));
      }
    }
    if (before != null) {
      for (String name : texts.keySet()) {
        Files.delete(before.resolve(name));
      }
      Files.delete(before);
    }
  }

  /** Puts a link in the place of the present file. */
  private static void link(Path in, String name, Path target) throws IOException {
    Path next = Files.createSymbolicLink(in.resolve(name + "_tmp"), target);
    Files.move(next, in.resolve(name), ATOMIC_MOVE);
  }
}
