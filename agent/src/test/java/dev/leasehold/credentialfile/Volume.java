// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Writes credentials as the programs do that deliver them. */
final class Volume {

  private final Path directory;
  private int updates;

  Volume(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  static String properties(String user, String password) {
    return "username=" + user + "\npassword=" + password + "\n";
  }

  /** Writes into the file as it is. */
  Path inPlace(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes beside the file and renames over it, as Vault Agent does. */
  Path renamed(String name, String text) {
    try {
      Path written = Files.writeString(directory.resolve(name + ".tmp"), text);
      return Files.move(written, directory.resolve(name), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the files of a volume as the kubelet does, into a directory of their own, to which the
   * link {@code ..data} leads. The link is exchanged at once, and the directory before is removed.
   */
  void mounted(String... namesAndTexts) {
    mountedThrough("..data", namesAndTexts);
  }

  /** Does the same with a link of another name. */
  void mountedThrough(String linkName, String... namesAndTexts) {
    try {
      Path data = directory.resolve(linkName);
      Path before = Files.exists(data) ? data.toRealPath() : null;
      Path update = Files.createDirectory(directory.resolve("..update-" + ++updates));
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        Files.writeString(update.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
        Path link = directory.resolve(namesAndTexts[i]);
        if (!Files.isSymbolicLink(link)) {
          Files.createSymbolicLink(link, Path.of(linkName, namesAndTexts[i]));
        }
      }
      Path next =
          Files.createSymbolicLink(directory.resolve(linkName + "_tmp"), update.getFileName());
      Files.move(next, data, ATOMIC_MOVE);
      if (before != null) {
        for (int i = 0; i < namesAndTexts.length; i += 2) {
          Files.deleteIfExists(before.resolve(namesAndTexts[i]));
        }
        Files.delete(before);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a file look as if it was written so long ago. */
  static Path aged(Path file, long seconds) {
    return dated(file, System.currentTimeMillis() - 1_000 * seconds);
  }

  /** Makes a file look as if it was written then, in milliseconds since 1970. */
  static Path dated(Path file, long millis) {
    try {
      return Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
