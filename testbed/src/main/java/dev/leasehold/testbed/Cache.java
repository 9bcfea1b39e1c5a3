// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Where the test bed keeps files that it unpacks or builds, across runs and outside the tree. */
public final class Cache {
  private static final Path SHARED = Path.of("/var/cache/leasehold");

  /** Writes the content of a directory of the cache. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path directory) throws IOException;
  }

  private Cache() {}

  /**
   * Makes a directory that is not there yet, for all users to pass through. Of several processes
   * one process makes it and the others wait. A process that ends meanwhile leaves nothing under
   * its name.
   *
   * @param what names the content in the line on standard error
   */
  public static synchronized void provide(Path directory, String what, Content content)
      throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = Files.createDirectories(directory.getParent());
    try (FileChannel channel =
            FileChannel.open(
                parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(directory)) {
        System.err.println("testbed: making " + what + " in " + directory + ", once");
        Path staging = Files.createTempDirectory(parent, ".making");
        Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
        content.writeTo(staging);
        Files.move(staging, directory, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /**
   * {@code TESTBED_CACHE}, else {@code XDG_CACHE_HOME/leasehold}, else {@code ~/.cache/leasehold}.
   */
  public static Path directory() {
    String own = System.getenv("TESTBED_CACHE");
    if (isSet(own)) {
      return Path.of(own).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base = isSet(xdg) ? Path.of(xdg) : Path.of(home(), ".cache");
    return base.toAbsolutePath().resolve("leasehold");
  }

  /**
   * The same, or {@code /var/cache/leasehold} if other users may not pass through the directories
   * above it. Root's home is closed to the unprivileged user that PostgreSQL runs as.
   */
  public static Path readableByAll() {
    Path directory = directory();
    return mayBePassed(directory) ? directory : SHARED;
  }

  private static String home() {
    String home = System.getenv("HOME");
    return isSet(home) ? home : System.getProperty("user.home");
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isEmpty();
  }

  private static boolean mayBePassed(Path directory) {
    try {
      Files.createDirectories(directory);
      for (Path each = directory; each != null; each = each.getParent()) {
        if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new TestBedException("cannot use the cache directory " + directory, e);
    }
  }
}
