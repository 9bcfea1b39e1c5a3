// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.sidecar.volume.CredentialVolume;
import dev.leasehold.sidecar.volume.VolumeOptions;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.vault.SavedLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state that one run of the sidecar leaves to the next, on a volume in memory. */
class LeaseStateFileTest {

  private static final byte[] WRITTEN = "in the file".getBytes(UTF_8);

  private final LeaseClock clock = LeaseClock.system();
  private Path directory = Path.of("");

  @BeforeEach
  void mount() throws IOException {
    directory = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-state-");
  }

  @AfterEach
  void remove() {
    ServerDirectory.remove(directory);
  }

  /** Each renewal may have another content, and the volume of the credentials may be full. */
  @Test
  void knowsTheLeaseOfWhatIsInTheFileHoweverOftenThatCouldNotBeReplaced() throws Exception {
    SavedLease saved = SavedLease.read(SavedLines.of(clock, "one", 3_600_000), clock);
    Lease lease = saved.lease();
    try (CredentialVolume volume = CredentialVolume.open(directory, VolumeOptions.DEFAULTS)) {
      LeaseStateFile first = open(volume);
      first.accept(List.of(saved));
      first.writing(lease, WRITTEN, null);
      failedWrites(first, lease);
      LeaseStateFile next = open(volume);
      assertThat(next.usableFor(WRITTEN)).isPositive();

      next.accept(List.of(saved));
      failedWrites(next, lease);
      assertThat(open(volume).usableFor(WRITTEN)).as("after one more start").isPositive();
      assertThat(LeaseState.parse(Files.readAllBytes(file()), clock).deliveries())
          .as("no more of them with each")
          .hasSize(4);
    }
  }

  private static void failedWrites(LeaseStateFile state, Lease lease) throws Exception {
    for (int renewal = 1; renewal <= 5; renewal++) {
      state.writing(lease, ("valid until " + renewal).getBytes(UTF_8), WRITTEN);
    }
  }

  private LeaseStateFile open(CredentialVolume volume) {
    return new LeaseStateFile(volume, "default", clock, Duration.ofSeconds(30));
  }

  private Path file() {
    return directory.resolve(LeaseStateFile.nameFor("default"));
  }
}
