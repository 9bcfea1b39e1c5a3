// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file of hosts for {@code -Djdk.net.hosts.file} that says something else each time a JVM reads
 * it: a name service whose answers take turns. Each reader gets a named pipe of its own.
 */
final class RotatingHosts implements AutoCloseable {

  /** Opening a pipe waits for a reader; the next reader is to find the next pipe. */
  private static final String SCRIPT =
      "while :; do for answer in \"$@\"; do"
          + " exec 3>hosts; mkfifo next; mv -f next hosts; cat \"$answer\" >&3; exec 3>&-;"
          + " done; done";

  private final Path directory;
  private final Process process;

  private RotatingHosts(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts the file of hosts in an empty directory; its answers are lines as in {@code /etc/hosts}.
   */
  static RotatingHosts start(Path directory, String... answers) {
    try {
      List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
      for (int i = 0; i < answers.length; i++) {
        Files.writeString(directory.resolve("answer" + i), answers[i]);
        command.add("answer" + i);
      }
      run(directory, "mkfifo", "hosts").waitFor();
      return new RotatingHosts(directory, run(directory, command.toArray(String[]::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Process run(Path directory, String... command) throws IOException {
    return new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
  }

  /** Returns the file. */
  Path file() {
    return directory.resolve("hosts");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
