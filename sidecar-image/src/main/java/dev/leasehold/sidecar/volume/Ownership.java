// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.leasehold.config.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/** The user and group that a file is given to. */
final class Ownership {

  /** The process's user, and the group that the kernel chooses. */
  static final Ownership UNCHANGED = new Ownership(null, null);

  private static final Path SELF = Path.of("/proc/self");
  private static final CreationMask PROCESS_MASK = CreationMask.ofProcess();

  private final @Nullable UserPrincipal user;
  private final @Nullable GroupPrincipal group;

  private Ownership(@Nullable UserPrincipal user, @Nullable GroupPrincipal group) {
    this.user = user;
    this.group = group;
  }

  /** Looks user and group up; a number needs no entry in {@code /etc/passwd}. */
  static Ownership of(OpenDirectory directory, VolumeOptions options) throws VolumeException {
    UserPrincipalLookupService service =
        directory.path().getFileSystem().getUserPrincipalLookupService();
    String owner = options.owner();
    String group = options.group();
    return new Ownership(
        owner.isEmpty()
            ? null
            : find(
                directory, "leasehold.file.owner", "user", owner, service::lookupPrincipalByName),
        group.isEmpty()
            ? null
            : find(
                directory,
                "leasehold.file.group",
                "group",
                group,
                service::lookupPrincipalByGroupName));
  }

  private static <T> T find(
      OpenDirectory directory, String setting, String kind, String name, Lookup<T> lookup)
      throws VolumeException {
    try {
      return lookup.find(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new VolumeException(
          setting + ": there is no " + kind + " " + name + " in this container; write its number",
          e);
    } catch (IOException e) {
      throw VolumeFailures.of(directory, "look up", name, e);
    }
  }

  /** One of the two questions to the system. */
  @FunctionalInterface
  private interface Lookup<T> {
    T find(String name) throws IOException;
  }

  /**
   * Returns the mode that a file is to be made with. It is {@code last} where nothing is changed
   * after that. A program that may write to the directory could put another file at the name in
   * between. A mode that is set by the name would be that file's.
   */
  FileMode firstMode(FileMode last) {
    return isSetByName(last) ? FileMode.OWNER_READS : last;
  }

  private boolean isSetByName(FileMode last) {
    return user != null || group != null || PROCESS_MASK.takesFrom(last);
  }

  /**
   * Sets group, mode and owner, in this order, where the file was made with others. So no other
   * process reads it before its group is right, and it is this process's until the last step.
   */
  void give(OpenDirectory directory, String name, FileMode mode)
      throws IOException, VolumeException {
    if (!isSetByName(mode)) {
      return;
    }
    PosixFileAttributeView file =
        directory
            .files()
            .getFileAttributeView(Path.of(name), PosixFileAttributeView.class, NOFOLLOW_LINKS);
    try {
      if (group != null) {
        file.setGroup(group);
      }
      file.setPermissions(mode.permissions());
      if (user != null) {
        file.setOwner(user);
      }
    } catch (IOException e) {
      if (user == null && group == null) {
        throw e;
      }
      throw new VolumeException(
          "Volume "
              + directory.path()
              + ": a file cannot be given to "
              + (user == null ? "" : "user " + user.getName() + " ")
              + (group == null ? "" : "group " + group.getName() + " ")
              + "("
              + VolumeFailures.reason(e)
              + "). The old content is kept. Set the pod's fsGroup in place of it, or run the"
              + " sidecar as that user",
          e);
    }
  }

  /** Returns whether a file belongs to the user that this process runs as. */
  static boolean isOwn(OpenDirectory directory, String name) throws IOException {
    return owner(directory, name).equals(Files.getOwner(SELF));
  }

  /** Returns whether a file belongs to that user, or has been given to the user that is set. */
  boolean mayHave(OpenDirectory directory, String name) throws IOException {
    return isOwn(directory, name) || owner(directory, name).equals(user);
  }

  private static UserPrincipal owner(OpenDirectory directory, String name) throws IOException {
    FileOwnerAttributeView file =
        directory
            .files()
            .getFileAttributeView(Path.of(name), FileOwnerAttributeView.class, NOFOLLOW_LINKS);
    return file.getOwner();
  }
}
