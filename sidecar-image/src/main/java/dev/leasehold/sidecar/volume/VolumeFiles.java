// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The files of a volume, for a reader. No link is followed, nothing but a regular file is opened,
 * and no more than {@link CredentialVolume#MAX_BYTES} bytes are read. For one thread.
 */
public final class VolumeFiles implements AutoCloseable {

  private final OpenDirectory directory;
  private boolean hangs;

  VolumeFiles(OpenDirectory directory) {
    this.directory = directory;
  }

  /**
   * Opens a directory that another process may write to.
   *
   * @throws VolumeException when it is not a directory, or may not be opened
   */
  public static VolumeFiles open(Path directory) throws VolumeException {
    return new VolumeFiles(OpenDirectory.open(directory.toAbsolutePath().normalize()));
  }

  /** Returns whether a regular file is at a name, and has any content. */
  public boolean hasContent(String name) {
    try {
      BasicFileAttributes found = directory.at(name);
      return found != null && found.isRegularFile() && found.size() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns the content that this process's user wrote at a name; null where there is no file.
   *
   * @throws VolumeException when the file is not a regular file, is another user's, or is too long
   */
  public byte @Nullable [] read(String name) throws VolumeException {
    try {
      BasicFileAttributes found = directory.at(name);
      if (found == null) {
        return null;
      }
      checkReadable(name, found);
      return content(name);
    } catch (IOException e) {
      throw VolumeFailures.of(directory, "read", name, e);
    }
  }

  private void checkReadable(String name, BasicFileAttributes found)
      throws IOException, VolumeException {
    if (!found.isRegularFile()) {
      throw unfit(
          name,
          found.isSymbolicLink() ? "is a link. Remove it" : "is not a regular file. Remove it");
    }
    if (!Ownership.isOwn(directory, name)) {
      throw unfit(name, "was written by another user. Remove it");
    }
  }

  /**
   * Reads within a bound. A program that may write to the directory can put a pipe into the place
   * of the file that was found. To open a pipe waits until somebody writes to it.
   */
  private byte[] content(String name) throws IOException, VolumeException {
    File file = directory.path().resolve(name).toFile();
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    byte[] content;
    try {
      content = BoundedFile.within(file, () -> bytes(name, failure));
    } catch (UnfitFileException e) {
      hangs = true;
      throw unfit(name, String.valueOf(e.getMessage()));
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    if (content.length > CredentialVolume.MAX_BYTES) {
      throw unfit(name, "is longer than " + CredentialVolume.MAX_BYTES + " bytes. Remove it");
    }
    return content;
  }

  /** Returns the content, but no more than one byte over the bound; nothing at a failure. */
  private byte[] bytes(String name, AtomicReference<@Nullable IOException> failure) {
    try (SeekableByteChannel channel =
        directory.files().newByteChannel(Path.of(name), Set.of(READ, NOFOLLOW_LINKS))) {
      int longest = CredentialVolume.MAX_BYTES;
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(channel.size(), longest) + 1);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Reads on until the buffer is full or the file ends.
      }
      byte[] content = new byte[buffer.position()];
      buffer.flip().get(content);
      return content;
    } catch (IOException e) {
      failure.set(e);
      return new byte[0];
    }
  }

  private VolumeException unfit(String name, String problem) {
    return new VolumeException("Volume " + directory.path() + ": " + name + " " + problem);
  }

  /** Gives the directory back, unless a read hangs: it has the lock that this would wait for. */
  @Override
  public void close() {
    if (hangs) {
      return; // The kernel closes it with the process.
    }
    try {
      directory.close();
    } catch (IOException e) {
      // Nothing was written through it: the kernel closes it with the process.
    }
  }
}
