// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Temporary directories of servers: one each, under {@code java.io.tmpdir}, readable by their owner
 * only.
 */
public final class ServerDirectory {
  private ServerDirectory() {}

  /** Makes {@code leasehold-<name>-<random>}. */
  public static Path create(String name) {
    try {
      return Files.createTempDirectory("leasehold-" + name + "-");
    } catch (IOException e) {
      throw new TestBedException("cannot make a directory for " + name, e);
    }
  }

  /** Removes the directory with all that is in it; nothing if it is not there. */
  public static void remove(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new TestBedException("cannot remove " + directory, e);
    }
  }
}
