// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The identity of the files that a credential was read from. Two places are equal until another
 * file has taken the path of either, by a rename or by the exchange of a link. Immutable.
 */
final class FileIdentity {

  /** Where Kubernetes' atomic writer has the files of a volume, through a link that it replaces. */
  static final String DATA = "..data";

  private final Set<String> files;
  private final boolean mounted;

  /**
   * Makes a place.
   *
   * @param files keys that tell each file from another of its name
   * @param mounted whether they are of one update of a volume
   */
  FileIdentity(Set<String> files, boolean mounted) {
    this.files = files;
    this.mounted = mounted;
  }

  /**
   * Finds the place of files as they are now.
   *
   * @param directory the directory that holds them, or a link to them, where links have been
   *     followed
   * @param files where all links have been followed
   */
  static FileIdentity of(@Nullable Path directory, Collection<Path> files) throws IOException {
    Path data = directory == null ? null : directory.resolve(DATA);
    Path update = data != null && Files.isSymbolicLink(data) ? data.toRealPath() : null;
    boolean mounted = update != null;
    Set<String> names = new TreeSet<>();
    for (Path file : files) {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      names.add(file + " " + now.fileKey()); // None where the system numbers no files.
      mounted &= update != null && file.startsWith(update);
    }
    return new FileIdentity(names, mounted);
  }

  /** Returns whether the files are of one update of a volume, which was whole when it came. */
  boolean isMounted() {
    return mounted;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileIdentity && files.equals(((FileIdentity) other).files);
  }

  @Override
  public int hashCode() {
    return files.hashCode();
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
