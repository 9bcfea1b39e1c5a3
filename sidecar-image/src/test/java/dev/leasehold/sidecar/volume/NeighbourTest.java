// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The acts of a program of another user that may write to the volume, as the kubelet lets each
 * container of a pod with {@code fsGroup}. It can rename each file, of any owner.
 */
class NeighbourTest {

  private static final int ENOUGH = 10;

  /** So many without a read mean that the read waits, or that its thread has no processor. */
  private static final int EXCHANGES = 1_000;

  private static final long MILLISECOND = 1_000_000;
  private static final String LATE = "could not be read within 5 s";
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
    Path pipe = makePipe();
    AtomicInteger reads = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    Thread neighbour = exchanging(pipe, reads, done, () -> LockSupport.parkNanos(MILLISECOND));
    try (VolumeFiles files = VolumeFiles.open(directory)) {
      neighbour.start();
      String problem = "";
      while (!problem.contains(LATE)) {
        problem = read(files::read);
        reads.incrementAndGet();
      }
    } // To close it has not waited for the read, either.
    done.set(true);
    neighbour.join();
    letGo(pipe);
  }

  @Test
  @Timeout(value = 120, threadMode = SEPARATE_THREAD)
  void holdsUpNoOtherThreadWhileAReadHangs() throws Exception {
    Path pipe = makePipe();
    AtomicInteger reads = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (CredentialVolume volume = CredentialVolume.open(directory, VolumeOptions.DEFAULTS)) {
      Thread neighbour =
          exchanging(
              pipe,
              reads,
              done,
              () -> {
                remove(volume);
                letGo(pipe);
              });
      neighbour.start();
      String found = "";
      while (!found.equals("empty")) { // Only the pipe is, once it was let go.
        found = read(volume::read);
        reads.incrementAndGet();
        if (found.contains(LATE)) {
          letGo(pipe); // The neighbour had no processor, and is to try again.
        }
      }
      done.set(true);
      neighbour.join();
    }
  }

  private Path makePipe() throws Exception {
    Files.write(directory.resolve("kept"), new byte[1]);
    Path pipe = directory.resolve("pipe");
    OtherJvm.run(List.of("mkfifo", "-m", "600", pipe.toString()));
    return pipe;
  }

  /** To open a pipe for both waits for nobody. */
  private static void letGo(Path pipe) {
    try {
      FileChannel.open(pipe, READ, WRITE).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a sidecar does at its end, after it has looked for an answer of its health port. */
  private static void remove(CredentialVolume volume) {
    try {
      boolean ignored = volume.isReachable(VolumeProbe.FILE);
      volume.remove(VolumeProbe.FILE);
    } catch (VolumeException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Reading reading) {
    try {
      byte[] content = reading.read(VolumeProbe.FILE);
      return content != null && content.length == 0 ? "empty" : "";
    } catch (VolumeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Thread exchanging(
      Path pipe, AtomicInteger reads, AtomicBoolean done, Runnable whileAReadWaits) {
    Runnable exchanges = () -> exchangeWhileItIsRead(pipe, reads, done, whileAReadWaits);
    Thread neighbour = new Thread(exchanges, "neighbour");
    neighbour.setDaemon(true);
    return neighbour;
  }

  /** Puts the pipe and a file into the place in turns, unless a read seems to wait. */
  private void exchangeWhileItIsRead(
      Path pipe, AtomicInteger reads, AtomicBoolean done, Runnable whileAReadWaits) {
    int seen = -1;
    int exchanges = 0;
    while (!done.get()) {
      if (reads.get() != seen) {
        seen = reads.get();
        exchanges = 0;
      }
      if (exchanges < EXCHANGES) {
        put(pipe);
        put(directory.resolve("kept"));
        exchanges++;
      } else {
        whileAReadWaits.run();
      }
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

  /** How a file is read. */
  private interface Reading {
    byte @Nullable [] read(String name) throws VolumeException;
  }
}
