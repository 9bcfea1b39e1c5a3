// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.config.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One directory on a memory-backed volume that only this process writes to.
 *
 * <p>A file is written beside its place and renamed. A reader sees the old content or the new,
 * whole each time, whenever this process is killed. A file that a killed process left beside the
 * others is removed by the next process. When something fails, the content that was there stays.
 *
 * <p>Safe for use by many threads, one of which writes at a time. A read that hangs holds up no
 * other thread.
 */
public final class CredentialVolume implements AutoCloseable {

  /** The longest file that is written or read, in bytes: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String UNFINISHED = ".leasehold-";
  private static final Pattern UNFINISHED_NAME = Pattern.compile("\\.leasehold-[0-9a-f]{16}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private final OpenDirectory directory;

  @GuardedBy("this") private WriterLock lock;

  private final Ownership ownership;
  private final FileMode mode;

  private CredentialVolume(
      OpenDirectory directory, WriterLock lock, Ownership ownership, FileMode mode) {
    this.directory = directory;
    this.lock = lock;
    this.ownership = ownership;
    this.mode = mode;
  }

  /**
   * Takes a directory that is there, and removes the unfinished files of a killed writer.
   *
   * @throws VolumeException when it is not a directory in memory, when another process writes to
   *     it, or when user or group do not exist
   */
  public static CredentialVolume open(Path directory, VolumeOptions options)
      throws VolumeException {
    OpenDirectory opened = OpenDirectory.open(directory.toAbsolutePath().normalize());
    WriterLock lock = null;
    boolean usable = false;
    try {
      checkMemory(opened, options);
      Ownership ownership = Ownership.of(opened, options);
      lock = WriterLock.take(opened);
      CredentialVolume volume = new CredentialVolume(opened, lock, ownership, options.mode());
      volume.removeUnfinished();
      usable = true;
      return volume;
    } finally {
      if (!usable) {
        close(opened, lock);
      }
    }
  }

  private static void checkMemory(OpenDirectory opened, VolumeOptions options)
      throws VolumeException {
    if (options.diskAllowed()) {
      return;
    }
    String type;
    try {
      type = MountTable.typeOf(opened.path()).orElse("a file system that is not known");
    } catch (IOException e) {
      throw VolumeFailures.of(opened, "find the file system of", "the directory", e);
    }
    if (!MountTable.isInMemory(type)) {
      throw new VolumeException(
          "Volume "
              + opened.path()
              + ": it is on "
              + type
              + ", so a credential would be written to a disk. Mount an emptyDir with medium Memory,"
              + " or set leasehold.volume.allow-disk=true");
    }
  }

  /**
   * Puts content at a name, with the mode of the options. A file there is replaced. Of a link, the
   * link itself is replaced, not its target.
   *
   * @param name letters, digits, points, hyphens and underscores, not one of this class's own
   */
  public synchronized void write(String name, byte[] content) throws VolumeException {
    write(name, content, mode);
  }

  /** Puts content at a name, with a mode of its own. */
  public synchronized void write(String name, byte[] content, FileMode itsMode)
      throws VolumeException {
    put(name, content, itsMode, ownership);
  }

  /** Puts content at a name that only this process's user can read, mode 0400. */
  public synchronized void writePrivate(String name, byte[] content) throws VolumeException {
    put(name, content, FileMode.OWNER_READS, Ownership.UNCHANGED);
  }

  /** Removes the file, or the link, if there is any. */
  public synchronized void remove(String name) throws VolumeException {
    check(name);
    keep();
    try {
      directory.files().deleteFile(Path.of(name));
    } catch (NoSuchFileException e) {
      if (!directory.isInPlace()) {
        throw VolumeFailures.of(directory, "remove", name, e);
      }
    } catch (IOException e) {
      throw VolumeFailures.of(directory, "remove", name, e);
    }
  }

  /**
   * Returns the content that this process's user wrote at a name; null where there is no file.
   *
   * @throws VolumeException when the file is not a regular file, is another user's, or is too long
   */
  public byte @Nullable [] read(String name) throws VolumeException {
    check(name);
    return new VolumeFiles(directory).read(name);
  }

  /** Returns whether a regular file is at a name, and has any content. */
  public boolean hasContent(String name) {
    return new VolumeFiles(directory).hasContent(name);
  }

  /** Returns whether {@link #hasContent} is true of a name, and the directory is in its place. */
  public boolean isReachable(String name) {
    return directory.isInPlace() && hasContent(name);
  }

  private void put(String name, byte[] content, FileMode itsMode, Ownership itsOwnership)
      throws VolumeException {
    check(name);
    if (content.length > MAX_BYTES) {
      throw new VolumeException(
          "Volume "
              + directory.path()
              + ": "
              + name
              + " would be longer than "
              + MAX_BYTES
              + " bytes. The old content is kept. Make its template shorter");
    }
    String unfinished = UNFINISHED + HexFormat.of().toHexDigits(random());
    boolean done = false;
    keep();
    try {
      checkPlace(name);
      create(unfinished, content, itsOwnership.firstMode(itsMode));
      itsOwnership.give(directory, unfinished, itsMode);
      directory.files().move(Path.of(unfinished), directory.files(), Path.of(name));
      done = directory.isInPlace();
    } catch (IOException e) {
      throw VolumeFailures.of(directory, "write", name, e);
    } finally {
      if (!done) {
        discard(unfinished);
      }
    }
    if (!done) {
      throw VolumeFailures.of(directory, "write", name, new NoSuchFileException(name));
    }
  }

  private void checkPlace(String name) throws IOException, VolumeException {
    BasicFileAttributes found = directory.at(name);
    if (found != null && found.isDirectory()) {
      throw new VolumeException(
          "Volume "
              + directory.path()
              + ": cannot write "
              + name
              + ", as a directory is in its place. Remove it");
    }
  }

  private void create(String unfinished, byte[] content, FileMode firstMode) throws IOException {
    try (SeekableByteChannel channel =
        directory
            .files()
            .newByteChannel(
                Path.of(unfinished),
                Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(firstMode.permissions()))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /** Another file with such a name is not of this class, and is left alone. */
  private void removeUnfinished() throws VolumeException {
    try (DirectoryStream<Path> files = directory.files().newDirectoryStream(Path.of("."))) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (UNFINISHED_NAME.matcher(name).matches() && isOwnFile(name)) {
          directory.files().deleteFile(Path.of(name));
        }
      }
    } catch (IOException e) {
      throw VolumeFailures.of(directory, "remove", "the files that an earlier writer left", e);
    }
  }

  private boolean isOwnFile(String name) throws IOException {
    BasicFileAttributes found = directory.at(name);
    return found != null && found.isRegularFile() && ownership.mayHave(directory, name);
  }

  /**
   * Takes the directory anew where somebody has deleted the lock's file, which would let a second
   * writer in. To be called about every ten seconds, and done before each change.
   *
   * @throws VolumeException when another process has taken the directory since
   */
  public synchronized void keep() throws VolumeException {
    lock = lock.inPlace(directory);
  }

  private void discard(String unfinished) {
    try {
      directory.files().deleteFile(Path.of(unfinished));
    } catch (IOException e) {
      // It is not there, or the next writer removes it.
    }
  }

  private void check(String name) throws VolumeException {
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new VolumeException(
          "Volume "
              + directory.path()
              + ": a file's name has letters, digits, points, hyphens and underscores only, so that"
              + " it stays in the directory; write such a name");
    }
    if (name.startsWith(UNFINISHED) || name.equals(".leasehold.lock")) {
      throw new VolumeException(
          "Volume "
              + directory.path()
              + ": "
              + name
              + " is a name that Leasehold uses; write another");
    }
  }

  private static long random() {
    return ThreadLocalRandom.current().nextLong();
  }

  private static void close(OpenDirectory opened, @Nullable WriterLock lock) {
    try {
      if (lock != null) {
        lock.close();
      }
      opened.close();
    } catch (IOException e) {
      // Nothing was written through them: the kernel closes them with the process.
    }
  }

  /** Gives the directory back; the files stay. */
  @Override
  public synchronized void close() {
    close(directory, lock);
  }
}
