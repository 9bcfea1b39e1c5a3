// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a file to change, as far as the system tells of that, and for a time in any case. The
 * directory is watched and not the file. Only there are two kinds of change seen: a rename over the
 * file, and the exchange of a link to it (Kubernetes' {@code ..data}). For one thread.
 */
final class DirectoryEvents implements AutoCloseable {

  private final Set<Path> directories;
  private final Set<String> names;
  private final @Nullable WatchService service;
  private final Consumer<Throwable> polledOnly;

  /** Whether a directory could not be watched in time, so that the timer alone is left. */
  private boolean stuck;

  private DirectoryEvents(
      Set<Path> directories,
      Set<String> names,
      @Nullable WatchService service,
      Consumer<Throwable> polledOnly) {
    this.directories = directories;
    this.names = names;
    this.service = service;
    this.polledOnly = polledOnly;
  }

  /** A source of the system's notices about changes. */
  interface Service {

    /** Begins it; throws where the user has too many of them already. */
    WatchService open() throws IOException;
  }

  /** Waits for the time alone. */
  static DirectoryEvents none() {
    return new DirectoryEvents(Collections.emptySet(), Collections.emptySet(), null, why -> {});
  }

  /**
   * Begins to watch for a file or for a directory with credentials in it.
   *
   * @param polledOnly is told once why the system tells no more, as when the volume hangs
   * @throws IOException when the system does not tell of changes; {@link #none} is left then
   */
  static DirectoryEvents of(File file, Service service, Consumer<Throwable> polledOnly)
      throws IOException {
    Path path = file.toPath().toAbsolutePath();
    Path parent = path.getParent();
    Set<Path> directories = new HashSet<>();
    directories.add(path);
    if (parent != null) {
      directories.add(parent);
    }
    Set<String> names =
        new HashSet<>(
            Arrays.asList(
                file.getName(), FileIdentity.DATA, ContentReader.USERNAME, ContentReader.PASSWORD));
    return new DirectoryEvents(directories, names, service.open(), polledOnly);
  }

  /** Watches the directories that are there by now; each once, however often it is asked for. */
  private void register(WatchService watching) {
    for (Path directory : directories) {
      try {
        boolean ignored =
            BoundedFile.within(directory.toFile(), () -> register(directory, watching));
      } catch (UnfitFileException unfit) {
        if (!Thread.currentThread().isInterrupted()) { // Else it is only to look now.
          stuck = true;
          polledOnly.accept(unfit);
          return;
        }
      }
    }
  }

  private static boolean register(Path directory, WatchService watching) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try {
      WatchKey ignored = directory.register(watching, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      return true;
    } catch (IOException | RuntimeException gone) {
      return false; // It is tried again; meanwhile the timer has the file read.
    }
  }

  /** Waits until the file may have changed or the thread is interrupted, or for so long. */
  void await(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    WatchService watching = service;
    if (watching != null && !stuck) {
      register(watching);
    }
    try {
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        if (watching == null || stuck) {
          TimeUnit.NANOSECONDS.sleep(left);
        } else if (isMeant(watching.poll(left, TimeUnit.NANOSECONDS))) {
          return;
        }
      }
    } catch (InterruptedException mayBeClosed) {
      // By the application, which interrupts every thread, or as the watch is closed: look.
    }
  }

  private boolean isMeant(@Nullable WatchKey key) {
    if (key == null) {
      return false;
    }
    boolean meant = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      Object name = event.context(); // None where there were too many events to keep.
      meant |= name == null || names.contains(name.toString());
    }
    boolean watched = key.reset(); // Else the directory is gone; another may take its place.
    return meant || !watched;
  }

  @Override
  public void close() {
    if (service != null) {
      try {
        service.close();
      } catch (IOException alreadyGone) {
        // Nothing is watched any more.
      }
    }
  }
}
