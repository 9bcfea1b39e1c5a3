// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

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
   * close a second descriptor of the file would give back the lock that the first one has.
   */
  private static final Set<Object> HELD = new HashSet<>();

  private final Object key;
  private final FileChannel channel;

  private WriterLock(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
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
    channel.truncate(0);
    channel.write(ascii("process " + ProcessHandle.current().pid()), 0);
    return new WriterLock(directory.key(), channel);
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
