// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The JDKs to try the agent on: the JDK of the tests, and the JDKs that are found beside it. */
final class Jdks {

  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  private Jdks() {}

  /** Returns the homes: this JVM's first, then {@code JAVA25_HOME} and the installed JDKs. */
  static List<Path> all() throws IOException {
    List<Path> homes = new ArrayList<>();
    add(homes, Path.of(System.getProperty("java.home")));
    String newest = System.getenv("JAVA25_HOME");
    if (newest != null) {
      add(homes, Path.of(newest));
    }
    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> found = Files.list(INSTALLED)) {
        for (Path home : found.sorted().toList()) {
          add(homes, home);
        }
      }
    }
    return homes;
  }

  private static void add(List<Path> homes, Path home) throws IOException {
    if (Files.isExecutable(home.resolve("bin/java"))
        && Files.isExecutable(home.resolve("bin/javac"))
        && !homes.contains(home.toRealPath())) {
      homes.add(home.toRealPath());
    }
  }
}
