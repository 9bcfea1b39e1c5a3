// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.config.OutputFileSettings;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.sidecar.format.CredentialRenderer;
import dev.leasehold.sidecar.format.RenderedCredential;
import dev.leasehold.sidecar.format.UnfitCredentialException;
import dev.leasehold.sidecar.volume.CredentialVolume;
import dev.leasehold.sidecar.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file of one binding, in its format. For one thread, but {@link #isThere} and {@link
 * #requireFit} are for any.
 */
public final class CredentialFile {

  private final CredentialVolume volume;
  private final OutputFileSettings settings;
  private final CredentialRenderer renderer;
  private final String url;
  private final DeliveryRecord record;
  private @Nullable Lease renderedLease;
  private byte[] content = {};

  /**
   * Makes the file's writer; nothing is written yet.
   *
   * @param record told of each content before it is written
   */
  public CredentialFile(
      CredentialVolume volume,
      OutputFileSettings settings,
      CredentialRenderer renderer,
      String url,
      DeliveryRecord record) {
    this.volume = volume;
    this.settings = settings;
    this.renderer = renderer;
    this.url = url;
    this.record = record;
  }

  /**
   * Puts a generation's credential into the file. A reader sees the file as it was, or as it is
   * now.
   *
   * @return whether the file has another content than before
   * @throws UnfitCredentialException when the format cannot hold it; the file is as it was
   * @throws VolumeException when the file or the record cannot be written; the file is as it was
   */
  public boolean write(Generation generation) throws UnfitCredentialException, VolumeException {
    render(generation);
    byte[] before = before();
    record.writing(generation.lease(), content, before);
    if (Arrays.equals(before, content)) {
      return false;
    }
    volume.write(settings.name(), content, settings.mode());
    return true;
  }

  /**
   * Requires that the format can hold a lease's credential; writes nothing. For any thread.
   *
   * @throws UnfitCredentialException when it cannot
   */
  void requireFit(String binding, Lease lease) throws UnfitCredentialException {
    byte[] ignored = renderer.render(rendered(binding, lease));
  }

  /** Once for a lease: a format with a salt would have another content at each retry. */
  private void render(Generation generation) throws UnfitCredentialException {
    Lease lease = generation.lease();
    if (!lease.equals(renderedLease)) {
      content = renderer.render(rendered(generation.binding(), lease));
      renderedLease = lease;
    }
  }

  /** A file that cannot be read, as a link or the file of another user, is replaced. */
  private byte @Nullable [] before() {
    try {
      return volume.read(settings.name());
    } catch (VolumeException unreadable) {
      return null;
    }
  }

  /**
   * Returns for how long the credential of an earlier process in the file may be used. Zero where
   * that is not known; null where there is no credential.
   */
  @Nullable Duration left() {
    return volume.hasContent(settings.name()) ? record.usableFor(before()) : null;
  }

  /** Returns whether a program that goes by the path finds the file, with any content. */
  boolean isThere() {
    return volume.isReachable(settings.name());
  }

  private RenderedCredential rendered(String binding, Lease lease) {
    Instant issued = Instant.ofEpochMilli(lease.issuedAt().wallMillis());
    return new RenderedCredential(
        lease.credential().username(),
        lease.credential().password(),
        issued,
        lease.revocable() ? lease.endsAt() : null,
        binding,
        url);
  }

  /** Takes the credential away: the file is emptied where that is set and can be, else removed. */
  public void withdraw() throws VolumeException {
    if (!settings.isEmptied() || !empty()) {
      volume.remove(settings.name());
    }
  }

  /** An empty file is a new file, for which there may be no room. */
  private boolean empty() {
    try {
      volume.write(settings.name(), new byte[0], settings.mode());
      return true;
    } catch (VolumeException noRoom) {
      return false;
    }
  }

  /** Returns the file's name. */
  @Override
  public String toString() {
    return "file " + settings.name();
  }
}
