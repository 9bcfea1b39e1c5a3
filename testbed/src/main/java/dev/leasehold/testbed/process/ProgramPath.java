// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks for programs where a shell does. */
public final class ProgramPath {
  private ProgramPath() {}

  /** Finds a program on {@code PATH}; absolute. */
  public static Optional<Path> find(String program) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory).toAbsolutePath().resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
