// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.yaml.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of manifests.
 *
 * @param name how messages name it
 * @param path where it is; null for standard input
 * @param text its content
 */
record ManifestFile(String name, @Nullable Path path, String text) {

  private static final String STANDARD_INPUT = "-";

  /** Reads files, all that a folder has and standard input where there is {@code -}. */
  static List<ManifestFile> read(List<String> names, InputStream in) throws CommandException {
    List<ManifestFile> files = new ArrayList<>();
    for (String name : names) {
      if (name.equals(STANDARD_INPUT)) {
        files.add(new ManifestFile(STANDARD_INPUT, null, standardInput(in)));
        continue;
      }
      Path path = Path.of(name);
      for (Path file : Files.isDirectory(path) ? manifests(path) : List.of(path)) {
        files.add(new ManifestFile(file.toString(), file, text(file)));
      }
    }
    return files;
  }

  private static String standardInput(InputStream in) throws CommandException {
    try {
      return decode(in.readAllBytes(), STANDARD_INPUT);
    } catch (IOException e) {
      throw new CommandException(CommandExitCode.NO_INPUT, "standard input cannot be read: " + e);
    }
  }

  private static List<Path> manifests(Path folder) throws CommandException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).filter(ManifestFile::isManifest).sorted().toList();
    } catch (UncheckedIOException e) { // Of a folder in it; the cause names which.
      throw new CommandException(
          CommandExitCode.NO_INPUT, folder + " cannot be read: " + e.getCause());
    } catch (IOException e) {
      throw new CommandException(CommandExitCode.NO_INPUT, folder + " cannot be read: " + e);
    }
  }

  private static boolean isManifest(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private static String text(Path file) throws CommandException {
    try {
      return decode(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new CommandException(CommandExitCode.NO_INPUT, file + " cannot be read: " + e);
    }
  }

  private static String decode(byte[] bytes, String name) throws CommandException {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
    } catch (CharacterCodingException e) {
      String before = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
      throw new CommandException(
          CommandExitCode.BAD_INPUT,
          name
              + ":"
              + TextLines.number(before, before.length())
              + ": document "
              + document(before)
              + ": not in UTF-8: convert it, for example with iconv; nothing is written");
    }
  }

  /** Returns the number of the document that the text ends in, from 1. */
  private static int document(String text) {
    int number = 0;
    for (String line : text.lines().toList()) {
      if (line.startsWith("---")
          && (line.length() == 3 || Character.isWhitespace(line.charAt(3)))) {
        number++;
      } else if (number == 0 && !line.isBlank() && "#%".indexOf(line.charAt(0)) < 0) {
        number = 1;
      }
    }
    return Math.max(1, number);
  }
}
