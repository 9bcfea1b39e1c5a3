// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for programs where a shell does. */
public final class ProgramPath {
  private ProgramPath() {}

  /**
   * Finds a program on {@code PATH}; absolute.
   *
   * @param further directories that are looked at after the directories of {@code PATH}
   */
  public static Optional<Path> find(String program, String... further) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.concat(
            Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path),
            Stream.of(further))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory).toAbsolutePath().resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
