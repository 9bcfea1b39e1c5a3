// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Another text for a file. It is written beside the file first. So each step that can fail is done
 * for all files before the first of them changes.
 *
 * @param name how messages name the file
 * @param file the file, links followed
 * @param written the file with the other text
 */
record FileReplacement(Path name, Path file, Path written) implements AutoCloseable {

  /** Writes the text beside the file, with the file's permissions. */
  static FileReplacement prepare(Path name, String text) throws CommandException {
    try {
      Path file = name.toRealPath();
      Path written = Files.createTempFile(file.getParent(), ".leasehold", null);
      FileReplacement replacement = new FileReplacement(name, file, written);
      try {
        Files.writeString(written, text);
        Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(file));
      } catch (IOException e) {
        replacement.close();
        throw e;
      }
      return replacement;
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /** Puts the text in place of the file, in one step. */
  void commit() throws CommandException {
    try {
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /** Deletes the written file, unless it is in place of the file. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(written);
    } catch (IOException e) {
      // It is there after a failure alone, which is told of.
    }
  }

  private static CommandException failed(Path name, IOException e) {
    return new CommandException(CommandExitCode.CANNOT_WRITE, name + " cannot be written: " + e);
  }
}
