// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a program of another user can do that may write to the volume, as the kubelet lets each
 * container of a pod with {@code fsGroup}: rename what is there, whosever it is.
 */
class NeighbourTest {

  private static final int ENOUGH = 10;
  private static final Duration BOUND = Duration.ofSeconds(60);

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
    Process sidecar = OtherJvm.start(probe("022", "each-line"));
    int exchanged = 0;
    long begin = System.nanoTime();
    try (BufferedWriter lines = sidecar.outputWriter();
        BufferedReader answers = sidecar.inputReader()) {
      neighbour.start();
      while (exchanged < ENOUGH && System.nanoTime() - begin < BOUND.toNanos()) {
        lines.newLine();
        lines.flush();
        assertThat(answers.readLine()).isEqualTo("done");
        exchanged += isExchanged() ? 1 : 0;
      }
    } finally {
      done.set(true);
      neighbour.join();
      sidecar.destroy();
    }
    assertThat(exchanged).as("exchanges").isPositive();
  }

  private boolean isExchanged() throws IOException {
    Path file = directory.resolve(VolumeProbe.FILE);
    boolean exchanged = Files.exists(file) && Files.size(file) == VolumeProbe.SECRET.length;
    if (exchanged) {
      assertThat(mode(file)).as("mode of the state").isEqualTo("r--------");
    }
    return exchanged;
  }

  private void renameOnAndOn(AtomicBoolean done) {
    Path state = directory.resolve(VolumeProbe.STATE);
    while (!done.get()) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, ".leasehold-*")) {
        for (Path unfinished : found) {
          Files.move(state, unfinished, ATOMIC_MOVE);
        }
      } catch (IOException | DirectoryIteratorException e) {
        Thread.onSpinWait(); // There is no state to move: it is just being written.
      }
    }
  }

  @Test
  @Timeout(value = 120, threadMode = SEPARATE_THREAD) // An open that hangs hears no interrupt.
  void doesNotHoldUpTheSidecarByAPipeInThePlaceOfAFileThatIsJustRead() throws Exception {
    byte[] good = {'x'};
    Path pipe = directory.resolve("pipe");
    OtherJvm.run(List.of("mkfifo", "-m", "600", pipe.toString()));
    try (CredentialVolume volume = CredentialVolume.open(directory, VolumeOptions.DEFAULTS)) {
      volume.write(VolumeProbe.FILE, good);
      Files.createLink(directory.resolve("kept"), directory.resolve(VolumeProbe.FILE));
      AtomicInteger reads = new AtomicInteger();
      Thread neighbour = new Thread(() -> exchangeWhileItIsRead(pipe, reads), "neighbour");
      neighbour.setDaemon(true);
      neighbour.start();
      String problem = "";
      while (!problem.contains("could not be read within 5 s")) {
        problem = problemOfARead(volume);
        reads.incrementAndGet();
      }
      neighbour.join();
      volume.write(VolumeProbe.FILE, good);
      assertThat(directory.resolve(VolumeProbe.FILE)).hasBinaryContent(good);
      Files.newOutputStream(pipe).close(); // Lets the read go that waits for it.
    }
  }

  private static String problemOfARead(CredentialVolume volume) {
    try {
      byte[] ignored = volume.read(VolumeProbe.FILE);
      return "";
    } catch (VolumeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Puts the pipe and a file into the place in turns, until a read seems to wait. */
  private void exchangeWhileItIsRead(Path pipe, AtomicInteger reads) {
    int seen = -1;
    for (int exchanges = 0; exchanges < 1_000; exchanges++) {
      if (reads.get() != seen) {
        seen = reads.get();
        exchanges = 0;
      }
      put(pipe);
      put(directory.resolve("kept"));
    }
  }

  private void put(Path file) {
    try {
      Path beside = directory.resolve("beside");
      Files.deleteIfExists(beside);
      Files.createLink(beside, file);
      Files.move(beside, directory.resolve(VolumeProbe.FILE), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileHasItsModeWhateverTheProcessTakesFromNewFiles() throws Exception {
    for (String mask : List.of("000", "022", "077")) {
      assertThat(OtherJvm.run(probe(mask, "once"))).isEqualTo("written");
      assertThat(mode(directory.resolve(VolumeProbe.FILE))).as(mask).isEqualTo("r--r-----");
    }
  }

  /** A volume whose owner and group are not set can fail as any other; its options are no cause. */
  @Test
  void aModeThatCannotBeSetIsNoFailureToGiveTheFileAway() throws Exception {
    assertThat(OtherJvm.run(probe("077", "set-mode"))).isEqualTo("no such file");
  }

  private List<String> probe(String mask, String what) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "umask " + mask + " && exec \"$0\" \"$@\""));
    command.addAll(OtherJvm.command(VolumeProbe.class, what, directory.toString()));
    return command;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
