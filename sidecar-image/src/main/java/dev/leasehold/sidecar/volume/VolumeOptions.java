// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import dev.leasehold.config.FileMode;

/**
 * The options by which files are written.
 *
 * @param mode the mode of a credential's file
 * @param owner the user that a credential's file is given to, by name or number; empty for the
 *     process's own. Another user takes CAP_CHOWN.
 * @param group the group that a credential's file is given to, by name or number. Empty for the
 *     directory's, where that has the set-group-id bit, as a pod's {@code fsGroup} sets it. Without
 *     the bit, empty is for the process's own
 * @param diskAllowed whether the directory may be on a file system that is not in memory
 */
public record VolumeOptions(FileMode mode, String owner, String group, boolean diskAllowed) {

  /** Mode 0440, owner and group as they come, in memory only. */
  public static final VolumeOptions DEFAULTS =
      new VolumeOptions(FileMode.GROUP_READS, "", "", false);

  /** Returns these options with another user and group; an empty name leaves it as it comes. */
  public VolumeOptions withOwnership(String user, String itsGroup) {
    return new VolumeOptions(mode, user, itsGroup, diskAllowed);
  }

  /** Returns these options with every file system allowed. */
  public VolumeOptions withDiskAllowed() {
    return new VolumeOptions(mode, owner, group, true);
  }
}
