// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is held open. Files in it are reached through its descriptor ({@code openat},
 * {@code renameat}, {@code unlinkat}). So a link or another directory that is put at its path
 * afterwards does not lead elsewhere.
 */
final class OpenDirectory implements AutoCloseable {

  private final Path path;
  private final SecureDirectoryStream<Path> stream;
  private final Object key;

  private OpenDirectory(Path path, SecureDirectoryStream<Path> stream, Object key) {
    this.path = path;
    this.stream = stream;
    this.key = key;
  }

  static OpenDirectory open(Path path) throws VolumeException {
    BasicFileAttributes found = look(path);
    if (found.isSymbolicLink()) {
      throw new VolumeException(
          "Volume " + path + ": it is a link; name the directory that it leads to");
    }
    if (!found.isDirectory()) {
      throw new VolumeException(
          "Volume " + path + ": it is not a directory; name the directory of the file");
    }
    try {
      return hold(path, Files.newDirectoryStream(path), found);
    } catch (IOException e) {
      throw new VolumeException(
          "Volume "
              + path
              + ": it cannot be opened ("
              + VolumeFailures.reason(e)
              + "); check its owner and mode",
          e);
    }
  }

  private static BasicFileAttributes look(Path path) throws VolumeException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new VolumeException(
          "Volume " + path + ": there is no such directory; mount a volume there", e);
    } catch (IOException e) {
      throw new VolumeException(
          "Volume "
              + path
              + ": it cannot be looked at ("
              + VolumeFailures.reason(e)
              + "); check its owner and mode",
          e);
    }
  }

  private static OpenDirectory hold(
      Path path, DirectoryStream<Path> opened, BasicFileAttributes found)
      throws IOException, VolumeException {
    if (!(opened instanceof SecureDirectoryStream<Path> secure)) {
      opened.close();
      throw new VolumeException("Volume " + path + ": this system has no openat; run on Linux");
    }
    Object key = keyOf(secure);
    if (!key.equals(found.fileKey())) {
      secure.close();
      throw new VolumeException(
          "Volume " + path + ": it was replaced while it was opened; start again");
    }
    return new OpenDirectory(path, secure, key);
  }

  private static Object keyOf(SecureDirectoryStream<Path> stream) throws IOException {
    BasicFileAttributes attributes =
        stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
    return Objects.requireNonNull(attributes.fileKey(), "Linux has a file key for each file");
  }

  Path path() {
    return path;
  }

  /** Device and inode. */
  Object key() {
    return key;
  }

  SecureDirectoryStream<Path> files() {
    return stream;
  }

  /**
   * Returns the attributes of the file at a name; of a link, the link's own. Null where there is
   * none.
   */
  @Nullable BasicFileAttributes at(String name) throws IOException {
    try {
      return stream
          .getFileAttributeView(Path.of(name), BasicFileAttributeView.class, NOFOLLOW_LINKS)
          .readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Returns whether the path leads to this directory still. */
  boolean isInPlace() {
    try {
      BasicFileAttributes now =
          Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
      return key.equals(now.fileKey());
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
