// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a directory, which one process at a time has. The kernel gives it back when
 * the process ends, however it ends.
 */
final class WriterLock implements AutoCloseable {

  private static final String NAME = ".leasehold.lock";
  private static final int MAX_BYTES = 64;

  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          NOFOLLOW_LINKS);

  /**
   * Directories that this process has locked, by their file key. POSIX locks are the process's: to
   * close a second descriptor of the file would give back the lock that the first descriptor has.
   */
  private static final Set<Object> HELD = new HashSet<>();

  private final Object key;
  private final FileChannel channel;

  /** Device and inode of the lock's file; null where it was gone at once. */
  private final @Nullable Object file;

  private WriterLock(Object key, FileChannel channel, @Nullable Object file) {
    this.key = key;
    this.channel = channel;
    this.file = file;
  }

  /**
   * Takes the lock.
   *
   * @throws VolumeException when another writer has it
   */
  static WriterLock take(OpenDirectory directory) throws VolumeException {
    synchronized (HELD) {
      if (!HELD.add(directory.key())) {
        throw taken(directory, "this process");
      }
      boolean locked = false;
      try {
        WriterLock lock = lock(directory);
        locked = true;
        return lock;
      } catch (IOException e) {
        throw VolumeFailures.of(directory, "lock", NAME, e);
      } finally {
        if (!locked) {
          HELD.remove(directory.key());
        }
      }
    }
  }

  private static WriterLock lock(OpenDirectory directory) throws IOException, VolumeException {
    checkPlace(directory);
    SeekableByteChannel opened =
        directory
            .files()
            .newByteChannel(
                Path.of(NAME),
                OPTIONS,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FileChannel channel = (FileChannel) opened; // On Linux it is one.
    if (channel.tryLock() == null) {
      String holder = holder(channel);
      channel.close();
      throw taken(directory, holder);
    }
    sign(channel);
    BasicFileAttributes file = directory.at(NAME);
    return new WriterLock(directory.key(), channel, file == null ? null : file.fileKey());
  }

  /** For the message of another process alone: a full volume is locked without it. */
  private static void sign(FileChannel channel) throws ClosedChannelException {
    try {
      channel.truncate(0);
      channel.write(ascii("process " + ProcessHandle.current().pid()), 0);
    } catch (ClosedChannelException gone) { // As after an interrupt: the lock went with it.
      throw gone;
    } catch (IOException full) {
      // A file that an earlier sidecar has left has to be taken away at its end all the same.
    }
  }

  private static void checkPlace(OpenDirectory directory) throws IOException, VolumeException {
    BasicFileAttributes found = directory.at(NAME);
    if (found != null && !found.isRegularFile()) {
      throw new VolumeException(
          "Volume " + directory.path() + ": " + NAME + " is not a regular file. Remove it");
    }
  }

  /**
   * Returns this lock if its file is where others look for it, else a lock on a new file.
   *
   * @throws VolumeException when another process has that lock
   */
  WriterLock inPlace(OpenDirectory directory) throws VolumeException {
    try {
      BasicFileAttributes found = directory.at(NAME);
      if ((found != null && Objects.equals(found.fileKey(), file)) || !directory.isInPlace()) {
        return this;
      }
      synchronized (HELD) {
        WriterLock anew = lock(directory);
        channel.close();
        return anew;
      }
    } catch (IOException e) {
      throw VolumeFailures.of(directory, "lock", NAME, e);
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MAX_BYTES);
    channel.read(text, 0);
    String holder = StandardCharsets.US_ASCII.decode(text.flip()).toString();
    return holder.matches("process [0-9]+") ? holder : "another process";
  }

  private static VolumeException taken(OpenDirectory directory, String holder) {
    return VolumeException.inUse(
        "Volume "
            + directory.path()
            + ": "
            + holder
            + " writes to it already; give each sidecar a directory of its own");
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      channel.close();
      HELD.remove(key);
    }
  }
}
