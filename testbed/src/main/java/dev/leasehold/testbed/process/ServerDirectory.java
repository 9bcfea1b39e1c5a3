// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary directories of servers: a directory for each server, readable by its owner only. */
public final class ServerDirectory {
  private static final Path MEMORY = Path.of("/dev/shm");

  /** A container has 64 MB of memory there unless it is given more. */
  private static final long ROOM = 1L << 30;

  private ServerDirectory() {}

  /** Makes {@code leasehold-<name>-<random>} under {@code java.io.tmpdir}. */
  public static Path create(String name) {
    return create(Path.of(System.getProperty("java.io.tmpdir")), name);
  }

  /**
   * Makes the same in memory, where there is room. It is for a server that writes much at its start
   * or waits until the disk has each change. Its files need to outlive the server, not the machine.
   */
  public static Path createInMemory(String name) {
    try {
      boolean fits = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM;
      return fits ? create(MEMORY, name) : create(name);
    } catch (IOException e) {
      throw new TestBedException("cannot look at " + MEMORY, e);
    }
  }

  private static Path create(Path parent, String name) {
    try {
      return Files.createTempDirectory(parent, "leasehold-" + name + "-");
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
