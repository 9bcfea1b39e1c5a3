// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a credential once, and refuses a file that is not to be trusted. The credential is in one
 * file, or in the files {@code username} and {@code password} of a directory. Safe for use by many
 * threads.
 */
final class ContentReader {

  static final String USERNAME = "username";
  static final String PASSWORD = "password";

  private static final String CONTENT = "user and password";

  /** The number of reads of a directory that is replaced meanwhile. */
  private static final int READS = 10;

  private final File file;

  ContentReader(File file) {
    this.file = file;
  }

  /**
   * Reads it, within five seconds.
   *
   * @throws UnfitFileException with the file's real state, and the next step
   */
  FileContent read() throws UnfitFileException {
    return BoundedFile.within(file, () -> file.isDirectory() ? readDirectory() : readFile());
  }

  private FileContent readFile() throws IOException, UnfitFileException {
    if (!file.exists()) {
      if (Files.isSymbolicLink(file.toPath())) {
        throw new UnfitFileException(
            "is a link that leads nowhere, or back to itself; check the link's target");
      }
      BoundedFile.readNow(file, BoundedFile.MAX_BYTES, CONTENT); // Says so.
    }
    Path directory = file.toPath().toAbsolutePath().getParent();
    Path in = directory == null ? null : directory.toRealPath();
    Path real = inside(in, file.toPath());
    FileIdentity place = FileIdentity.of(in, Collections.singleton(real));
    byte[] bytes = trusted(real);
    return FileContent.ofFile(file.getName(), bytes, modifiedMillis(real), place);
  }

  /**
   * Both files are of one update. They count only where the links lead to the same two files before
   * and after the read, and nobody wrote to either.
   */
  private FileContent readDirectory() throws IOException, UnfitFileException {
    for (int reads = 0; reads < READS; reads++) {
      Map<String, Path> files = files();
      Map<String, String> before = stamps(files);
      FileContent content = content(files);
      if (stamps(files()).equals(before)) {
        return content;
      }
    }
    throw new UnfitFileException(
        "was replaced each of the " + READS + " times that it was read; have it written at once");
  }

  private FileContent content(Map<String, Path> files) throws IOException, UnfitFileException {
    FileIdentity place = FileIdentity.of(file.toPath().toRealPath(), files.values());
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    long modified = 0;
    for (Map.Entry<String, Path> each : files.entrySet()) {
      bytes.put(each.getKey(), trusted(each.getValue()));
      modified = Math.max(modified, modifiedMillis(each.getValue()));
    }
    return FileContent.ofDirectory(bytes, modified, place);
  }

  /** In milliseconds also on Java 8, where {@link File#lastModified} is in seconds. */
  private static long modifiedMillis(Path real) throws IOException {
    return Files.getLastModifiedTime(real).toMillis();
  }

  /** Returns the attributes that change when a file is replaced or written to, by its name. */
  private static Map<String, String> stamps(Map<String, Path> files) throws IOException {
    Map<String, String> stamps = new LinkedHashMap<>();
    for (Map.Entry<String, Path> each : files.entrySet()) {
      BasicFileAttributes now = Files.readAttributes(each.getValue(), BasicFileAttributes.class);
      stamps.put(
          each.getKey(),
          each.getValue() + " " + now.fileKey() + " " + now.lastModifiedTime() + " " + now.size());
    }
    return stamps;
  }

  /**
   * Returns the two files, where all links have been followed: the link to an update once for both.
   */
  private Map<String, Path> files() throws IOException, UnfitFileException {
    Path directory = file.toPath().toRealPath();
    Path data = directory.resolve(FileIdentity.DATA);
    Path in = Files.isSymbolicLink(data) ? inside(directory, data) : directory;
    Map<String, Path> files = new LinkedHashMap<>();
    for (String name : new String[] {USERNAME, PASSWORD}) {
      Path each = in.resolve(name);
      if (!Files.exists(each)) {
        throw new UnfitFileException(
            "is a directory without the file "
                + name
                + "; name a file, or a directory with the files username and password");
      }
      files.put(name, inside(directory, each));
    }
    return files;
  }

  private static Path inside(@Nullable Path directory, Path named)
      throws IOException, UnfitFileException {
    Path real = named.toRealPath();
    if (directory != null && !real.startsWith(directory)) {
      throw new UnfitFileException(
          "is a link, or holds a link, that leads out of its directory; name the link's target");
    }
    return real;
  }

  private static byte[] trusted(Path real) throws IOException, UnfitFileException {
    byte[] bytes = BoundedFile.readNow(real.toFile(), BoundedFile.MAX_BYTES, CONTENT);
    if (isWritableByAll(real)) {
      throw new UnfitFileException(
          "can be written to by every user, so anybody may have put the credential there; take"
              + " that permission away (chmod o-w)");
    }
    return bytes;
  }

  private static boolean isWritableByAll(Path real) throws IOException {
    try {
      return Files.getPosixFilePermissions(real).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException notPosix) {
      return false;
    }
  }
}
