// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A directory in memory that takes credentials, as a volume of a pod does.
 *
 * @param path of the directory
 */
public record MemoryVolume(Path path) implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Makes an empty volume. */
  public static MemoryVolume create() throws IOException {
    return new MemoryVolume(Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-benchmark-"));
  }

  /** Waits for a file of this name. */
  public void await(String file) throws IOException {
    await(path.resolve(file));
  }

  /** Waits for any credential: names that begin with a dot are of other files. */
  public void awaitAny() throws IOException {
    await(path);
  }

  private static void await(Path where) throws IOException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!isThere(where)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no credential in " + where);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static boolean isThere(Path where) throws IOException {
    if (!Files.isDirectory(where)) {
      return Files.exists(where);
    }
    try (Stream<Path> files = Files.list(where)) {
      return files.anyMatch(file -> !file.getFileName().toString().startsWith("."));
    }
  }

  /** Removes all that is in it. */
  public void clear() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(path)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() {
    ServerDirectory.remove(path);
  }
}
