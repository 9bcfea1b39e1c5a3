// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.SidecarSettings;
import dev.leasehold.sidecar.volume.CredentialVolume;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.sidecar.volume.VolumeOptions;
import java.io.File;

/** The directory of the files and that of the state, which may be the same. */
record SidecarVolumes(CredentialVolume files, CredentialVolume states) implements AutoCloseable {

  /**
   * Opens both.
   *
   * @throws SidecarException when one cannot be used, or another sidecar writes to it
   */
  static SidecarVolumes open(SidecarSettings settings) throws SidecarException {
    VolumeOptions options =
        VolumeOptions.DEFAULTS.withOwnership(settings.owner(), settings.group());
    CredentialVolume files = open(settings.volume(), options, settings.isDiskAllowed());
    if (settings.state().equals(settings.volume())) {
      return new SidecarVolumes(files, files);
    }
    try {
      return new SidecarVolumes(
          files, open(settings.state(), VolumeOptions.DEFAULTS, settings.isDiskAllowed()));
    } catch (SidecarException e) {
      files.close();
      throw e;
    }
  }

  private static CredentialVolume open(File directory, VolumeOptions options, boolean disk)
      throws SidecarException {
    try {
      return CredentialVolume.open(directory.toPath(), disk ? options.withDiskAllowed() : options);
    } catch (VolumeException e) {
      throw new SidecarException(e.isInUse() ? ExitCode.IN_USE : ExitCode.CANNOT_WRITE, e);
    }
  }

  /**
   * Sees to it that no other sidecar gets in while this sidecar runs.
   *
   * @throws VolumeException when another sidecar has got in, after the lock's file was deleted
   */
  void keep() throws VolumeException {
    files.keep();
    states.keep();
  }

  /** Gives both back; their files stay. */
  @Override
  public void close() {
    files.close();
    if (!files.equals(states)) {
      states.close();
    }
  }
}
