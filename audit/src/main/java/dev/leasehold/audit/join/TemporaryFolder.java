// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for one run, which only its owner may read. It is removed on close, and when the JVM is
 * asked to end (SIGINT, SIGTERM, SIGHUP). A JVM that is killed leaves it.
 */
final class TemporaryFolder implements AutoCloseable {

  /** The tables are written to while they are removed: a new file may appear once or twice. */
  private static final int ATTEMPTS = 100;

  private final Path path;
  private final Thread hook;

  private TemporaryFolder(Path path) {
    this.path = path;
    this.hook = new Thread(this::removeQuietly, "leasehold-audit-end");
  }

  /**
   * Makes the folder.
   *
   * @param parent where it is; null for the JVM's folder for temporary files
   */
  static TemporaryFolder create(@Nullable Path parent) throws IOException {
    Path path =
        parent == null
            ? Files.createTempDirectory("leasehold-audit")
            : Files.createTempDirectory(parent, "leasehold-audit");
    TemporaryFolder folder = new TemporaryFolder(path);
    try {
      Runtime.getRuntime().addShutdownHook(folder.hook);
    } catch (IllegalStateException e) {
      folder.removeQuietly(); // The JVM has been asked to end already.
    }
    return folder;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM ends, and the hook finds nothing to remove.
    }
  }

  private void removeQuietly() {
    try {
      remove();
    } catch (IOException e) {
      // Nobody is there to be told: the JVM ends.
    }
  }

  private void remove() throws IOException {
    for (int attempt = 1; Files.exists(path); attempt++) {
      try {
        removeOnce();
      } catch (DirectoryNotEmptyException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      if (attempt == ATTEMPTS && Files.exists(path)) {
        throw new IOException(path + " cannot be removed");
      }
    }
  }

  private void removeOnce() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException | NoSuchFileException e) {
      return; // Files come and go: the next attempt sees the rest.
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
