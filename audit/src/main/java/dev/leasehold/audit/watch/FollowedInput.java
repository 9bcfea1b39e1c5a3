// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.FolderListing;
import dev.leasehold.audit.source.LogKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files that grow, come and go. They are all files of a folder, or one file with its rotated files.
 * The names of rotated files begin with its name and a dot or a hyphen.
 *
 * @param kind the kind of log in the files
 * @param path the folder or the file
 */
public record FollowedInput(LogKind kind, Path path) {

  /** A file at one moment. */
  record Listed(Path path, String key, long size, long modified) {

    /** Returns whether nothing has been written between two listings of the file. */
    boolean isAs(@Nullable Listed earlier) {
      return earlier != null && earlier.size() == size && earlier.modified() == modified;
    }
  }

  /**
   * Returns the files, that with the newest content last. A folder that may not be looked into
   * stands among them like a file that may not be read.
   */
  List<Listed> files() throws IOException {
    FolderListing listing = Files.isDirectory(path) ? FolderListing.all(path) : rotated();
    List<Listed> files = new ArrayList<>();
    for (Path each : listing.denied()) {
      Listed listed = listed(each, true);
      if (listed != null) {
        files.add(listed);
      }
    }
    for (Path each : listing.files()) {
      Listed listed = listed(each, false);
      if (listed != null) {
        files.add(listed);
      }
    }
    files.sort(Comparator.comparingLong(Listed::modified).thenComparing(Listed::path));
    return files;
  }

  private FolderListing rotated() throws IOException {
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
    String name = String.valueOf(path.getFileName());
    FolderListing all = FolderListing.flat(folder);
    return new FolderListing(
        all.files().stream()
            .filter(each -> isOf(name, String.valueOf(each.getFileName())))
            .toList(),
        all.denied());
  }

  /** Returns whether a file, or the files of a folder, would be followed. */
  public boolean covers(Path file) {
    Path own = real(path);
    Path other = real(file);
    return Files.isDirectory(path)
        ? other.startsWith(own)
        : Objects.equals(other.getParent(), own.getParent())
            && isOf(String.valueOf(own.getFileName()), String.valueOf(other.getFileName()));
  }

  /** Returns where a file is or would be, with the links of its folders resolved. */
  private static Path real(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    try {
      return absolute.toRealPath();
    } catch (IOException none) {
      return parent == null
          ? absolute
          : real(parent).resolve(String.valueOf(absolute.getFileName()));
    }
  }

  private static boolean isOf(String name, String other) {
    return other.equals(name) || other.startsWith(name + ".") || other.startsWith(name + "-");
  }

  private static @Nullable Listed listed(Path file, boolean isDenied) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (isDenied) {
        return new Listed(file, String.valueOf(attributes.fileKey()), 1, 0);
      }
      return attributes.isRegularFile()
          ? new Listed(
              file,
              String.valueOf(attributes.fileKey()),
              attributes.size(),
              attributes.lastModifiedTime().toMillis())
          : null;
    } catch (IOException e) {
      return null; // It is gone since the folder was listed.
    }
  }

  /** Returns the key that tells a file from another file that gets its name. */
  static String key(Path file) throws IOException {
    return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }
}
