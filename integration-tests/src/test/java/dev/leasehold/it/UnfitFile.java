// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The unfit files in the place of a good file with a credential, and the agent's message about
 * each.
 */
enum UnfitFile {
  OVER_ONE_MEBIBYTE("is over 1 MiB", path -> Files.write(path, new byte[(1 << 20) + 1])),
  PIPE("is no regular file but a pipe, a socket or a device", UnfitFile::makePipe),
  DIRECTORY("is a directory without the file username", Files::createDirectory),
  LINK_ELSEWHERE(
      "is a link, or holds a link, that leads out of its directory", UnfitFile::linkElsewhere),
  LINK_TO_ITSELF(
      "is a link that leads nowhere, or back to itself",
      path -> Files.createSymbolicLink(path, Path.of("db"))),
  WRITABLE_BY_ALL(
      "can be written to by every user",
      path -> mode(Files.writeString(path, "username=u\npassword=p\n"), "rw-rw-rw-")),
  UNREADABLE(
      "cannot be read; let the process's user read it",
      path -> mode(Files.writeString(path, "username=u\npassword=p\n"), "---------")),
  EMPTY("is empty; check the program that writes it", Files::createFile),
  OTHER_NAMES("holds no user and password", path -> Files.writeString(path, "colour=blue\n")),
  HALF_AN_OBJECT(
      "is not one whole JSON object",
      path -> Files.writeString(path, "{\"username\": \"u\", \"passw")),
  USER_ALONE(
      "holds a user without a password",
      path -> Files.writeString(path, "username=u\npassword=\n")),
  TWO_CREDENTIALS(
      "holds more than one credential",
      path -> Files.writeString(path, "username=u\npassword=p\ndb.username=v\ndb.password=p\n")),
  LONG_USER(
      "holds a user of over 256 characters",
      path -> Files.writeString(path, "username=" + "u".repeat(257) + "\npassword=p\n")),
  OBJECT_FOR_A_USER(
      "holds a user that begins with a brace",
      path -> Files.writeString(path, "username={\"user\": \"u\"}\npassword=p\n")),
  BLOCK_NOT_WRITTEN(
      "holds a password with a NUL character",
      path -> Files.writeString(path, "username=u\npassword=p\0\0\0\n")),
  NO_TEXT(
      "is not text in UTF-8",
      path ->
          Files.write(path, "username=u\npassword=\u00e4\n".getBytes(StandardCharsets.ISO_8859_1))),
  EVER_CHANGING(
      "changed again and again for 3000 ms while it was read", UnfitFile::writeWhatChanges) {
    @Override
    void keepOn(Path path) {
      try {
        writeWhatChanges(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  NOTHING("does not exist; check the path", path -> {});

  /** Makes something where nothing is. */
  private interface Making {
    void make(Path path) throws IOException;
  }

  private final String message;
  private final Making making;

  UnfitFile(String message, Making making) {
    this.message = message;
    this.making = making;
  }

  /** Returns the agent's message about it, from after the file's name on. */
  String message() {
    return message;
  }

  /** Does the work that goes on while the agent reads. */
  void keepOn(Path path) {}

  /** Puts it in the place of a file, at once where that can be. */
  void replace(Path file) {
    Path next = file.resolveSibling("next");
    try {
      making.make(next);
      if (!Files.isRegularFile(next) && !Files.isSymbolicLink(next)) {
        Files.delete(file); // Nothing but a file can be renamed over a file.
      }
      if (Files.exists(next) || Files.isSymbolicLink(next)) {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes room where no file can be renamed over it. */
  void makeRoom(Path file) {
    try {
      if (Files.isDirectory(file)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makePipe(Path path) {
    if (Commands.run("mkfifo", path.toString()) != 0) {
      throw new IllegalStateException("no pipe at " + path);
    }
  }

  private static void linkElsewhere(Path path) throws IOException {
    Path good = Jars.scratch("elsewhere").resolve("db");
    Files.createSymbolicLink(path, Files.writeString(good, "username=u\npassword=p\n"));
  }

  private static void writeWhatChanges(Path path) throws IOException {
    String standing = "username=u\1\npassword="; // No other row's, if it should stand still.
    Files.writeString(path, standing + System.nanoTime());
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
