// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a program of another user can do that may write to the volume, as the kubelet lets each
 * container of a pod with {@code fsGroup}: rename what is there, whosever it is.
 */
class NeighbourTest {

  private static final String STATE = "state";
  private static final String FILE = "db.json";
  private static final byte[] SECRET = "a token".getBytes(UTF_8);

  /** Takes so long to write that the neighbour comes in between nearly each time. */
  private static final byte[] CONTENT = new byte[CredentialVolume.MAX_BYTES];

  private static final int WRITES = 400;
  private static final int ENOUGH = 10;

  private Path directory = Path.of("/");

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-volume-");
  }

  @AfterEach
  void removeDirectory() {
    ServerDirectory.remove(directory);
  }

  @Test
  void isNotLetReadTheStateThatItPutsInTheFilesPlace() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread neighbour = new Thread(() -> renameOnAndOn(done), "neighbour");
    neighbour.setDaemon(true);
    int exchanged = 0;
    try (CredentialVolume volume = CredentialVolume.open(directory, VolumeOptions.DEFAULTS)) {
      neighbour.start();
      for (int write = 0; write < WRITES && exchanged < ENOUGH; write++) {
        exchanged += isExchanged(volume) ? 1 : 0;
      }
    } finally {
      done.set(true);
      neighbour.join();
    }
    System.out.println("files that the neighbour exchanged: " + exchanged);
  }

  private boolean isExchanged(CredentialVolume volume) throws Exception {
    try {
      volume.writePrivate(STATE, SECRET);
      volume.write(FILE, CONTENT);
    } catch (VolumeException e) {
      // The neighbour has moved the unfinished state.
    }
    Path file = directory.resolve(FILE);
    boolean exchanged = Files.exists(file) && Files.size(file) == SECRET.length;
    if (exchanged) {
      assertThat(mode(file)).as("mode of the state").isEqualTo("r--------");
    }
    return exchanged;
  }

  private void renameOnAndOn(AtomicBoolean done) {
    while (!done.get()) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, ".leasehold-*")) {
        for (Path unfinished : found) {
          Files.move(directory.resolve(STATE), unfinished, ATOMIC_MOVE);
        }
      } catch (IOException e) {
        Thread.onSpinWait(); // There is no state to move: it is just being written.
      }
    }
  }

  @Test
  void aFileHasItsModeWhateverTheProcessTakesFromNewFiles() throws Exception {
    for (String mask : List.of("000", "022", "077")) {
      List<String> command =
          new ArrayList<>(List.of("sh", "-c", "umask " + mask + " && exec \"$0\" \"$@\""));
      command.addAll(OtherJvm.command(VolumeProbe.class, "once", directory.toString()));
      assertThat(OtherJvm.run(command)).isEqualTo("written");
      assertThat(mode(directory.resolve(FILE))).as(mask).isEqualTo("r--r-----");
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
