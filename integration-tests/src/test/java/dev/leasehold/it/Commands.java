// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs of the system. */
final class Commands {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private Commands() {}

  /** Runs a program to its end, and returns its exit code. */
  static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a {@code JAVA_HOME} whose {@code java} is started by other programs, empty for none. */
  static Path javaHome(String... launchers) {
    return javaHomeWith("exec " + String.join(" ", launchers) + " '" + JAVA + "' \"$@\"");
  }

  /**
   * Makes a {@code JAVA_HOME} whose {@code java} has a controlling terminal of its own, by {@code
   * script} (util-linux). Its output comes from standard output; no argument has a quote.
   */
  static Path javaHomeOnTerminal() {
    return javaHomeWith(
        "command=\"'"
            + JAVA
            + "'\"\n"
            + "for argument; do command=\"$command '$argument'\"; done\n"
            + "exec script -qefc \"$command\" /dev/null");
  }

  private static Path javaHomeWith(String script) {
    Path home = Jars.scratch("java-home");
    Path java = home.resolve("bin").resolve("java");
    try {
      Files.createDirectory(java.getParent());
      Files.writeString(java, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
