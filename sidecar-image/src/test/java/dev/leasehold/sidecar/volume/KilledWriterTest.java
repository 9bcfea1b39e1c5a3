// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Writers in processes of their own, which end at any moment, and volumes that give out. */
public class KilledWriterTest {

  private static final int KILLS = 12;
  private static final int READS_BEFORE_A_KILL = 40;

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
  void aReaderThatLoopsSeesWholeFilesOnlyWhileWritersAreKilled() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger broken = new AtomicInteger();
    Thread reader = new Thread(() -> readOnAndOn(done, reads, broken), "reader");
    reader.setDaemon(true);
    reader.start();
    long unfinished = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      killAfter(reads, READS_BEFORE_A_KILL + kill);
      unfinished += unfinished();
    }
    done.set(true);
    reader.join();
    CredentialVolume.open(directory, VolumeOptions.DEFAULTS).close();
    System.out.println(
        "reads: " + reads + ", kills: " + KILLS + ", unfinished files left: " + unfinished);
    assertThat(broken).hasValue(0);
    assertThat(unfinished()).isZero();
  }

  private void killAfter(AtomicInteger reads, int more) throws Exception {
    Process writer =
        OtherJvm.start(OtherJvm.command(VolumeProbe.class, "write", directory.toString()));
    try {
      assertThat(writer.inputReader().readLine()).isEqualTo("writing");
      int from = reads.get();
      long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (reads.get() < from + more) {
        assertThat(System.nanoTime()).as("time of " + more + " reads").isLessThan(bound);
        assertThat(writer.isAlive()).isTrue();
        Thread.onSpinWait();
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  public static boolean mountsAreAllowed() {
    return OtherJvm.succeeds("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
  }

  @Test
  @EnabledIf("mountsAreAllowed")
  void aFullVolumeKeepsWhatItHas() throws Exception {
    assertThat(onVolume("size=64k,mode=700", "fill").lines())
        .containsExactly(
            "Volume "
                + directory
                + ": cannot write db.json (No space left on device). The old content is kept. Make"
                + " the volume larger, or remove other files from it.",
            "kept",
            "written");
  }

  @Test
  @EnabledIf("mountsAreAllowed")
  void aReadOnlyVolumeIsNamed() throws Exception {
    assertThat(onVolume("ro,mode=700", "open"))
        .isEqualTo(
            "Volume "
                + directory
                + ": cannot lock .leasehold.lock (Read-only file system). The old content is kept."
                + " Mount the volume so that the sidecar can write.");
  }

  private String onVolume(String options, String action) throws Exception {
    String script = "mount -t tmpfs -o " + options + " tmpfs \"$0\" && exec \"$@\"";
    List<String> command =
        new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, directory.toString()));
    command.addAll(OtherJvm.command(VolumeProbe.class, action, directory.toString()));
    return OtherJvm.run(command);
  }

  private void readOnAndOn(AtomicBoolean done, AtomicInteger reads, AtomicInteger broken) {
    Path file = directory.resolve("db.json");
    while (!done.get()) {
      try {
        if (!VolumeProbe.isWhole(Files.readAllBytes(file))) {
          broken.incrementAndGet();
        }
        reads.incrementAndGet();
      } catch (NoSuchFileException e) {
        Thread.onSpinWait(); // Before the first write.
      } catch (IOException e) {
        broken.incrementAndGet();
      }
    }
  }

  private long unfinished() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".leasehold-")).count();
    }
  }
}
