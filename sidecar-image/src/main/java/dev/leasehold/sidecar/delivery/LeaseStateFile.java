// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.sidecar.volume.CredentialVolume;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.vault.SavedLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one run of the sidecar leaves to the next: the leases that it holds for one binding, one a
 * line from the oldest to the newest, with their Vault token. Mode 0400, in the state directory.
 */
public final class LeaseStateFile implements Consumer<List<SavedLease>> {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  private final CredentialVolume volume;
  private final String binding;
  private final LeaseClock clock;
  private boolean told;

  /** Makes the file's reader and writer. */
  public LeaseStateFile(CredentialVolume volume, String binding, LeaseClock clock) {
    this.volume = volume;
    this.binding = binding;
    this.clock = clock;
  }

  /** Returns the name of a binding's file. */
  public static String nameFor(String binding) {
    return "." + binding + ".lease";
  }

  /** Returns what the run before has left; empty where that is not to be read. */
  public List<SavedLease> read() {
    try {
      return parse(volume.read(nameFor(binding)), clock);
    } catch (IOException | VolumeException unreadable) {
      LOG.warn(
          "{}: what the sidecar before has left is of no use, so a new lease is taken out: {}",
          binding,
          unreadable.getMessage());
      return List.of();
    }
  }

  /**
   * Returns the leases in a file's content.
   *
   * @throws IOException when the content is something else; the message holds nothing of it
   */
  public static List<SavedLease> parse(byte @Nullable [] content, LeaseClock clock)
      throws IOException {
    List<SavedLease> left = new ArrayList<>();
    if (content != null) {
      for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
        left.add(SavedLease.read(line, clock));
      }
    }
    return left;
  }

  /** Writes what is held now. Where that fails, the log says so once and the old content stays. */
  @Override
  public synchronized void accept(List<SavedLease> held) {
    StringBuilder lines = new StringBuilder();
    for (SavedLease lease : held) {
      lines.append(lease.line(clock)).append('\n');
    }
    try {
      volume.writePrivate(nameFor(binding), lines.toString().getBytes(StandardCharsets.UTF_8));
      told = false;
    } catch (VolumeException e) {
      if (!told) {
        LOG.error("{}: a restart will make another role: {}", binding, e.getMessage());
      }
      told = true;
    }
  }

  /** Removes the file: nothing is held any more. */
  public void remove() throws VolumeException {
    volume.remove(nameFor(binding));
  }
}
