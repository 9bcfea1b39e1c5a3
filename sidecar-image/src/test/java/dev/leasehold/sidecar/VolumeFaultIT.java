// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.sidecar.delivery.LeaseState;
import dev.leasehold.sidecar.delivery.LeaseState.Delivery;
import dev.leasehold.sidecar.volume.KilledWriterTest;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Volumes that give out while the sidecar runs, and volumes that have given out before. */
@EnabledIf("mountsAreAllowed")
class VolumeFaultIT extends SidecarBed {

  private static final String FAILED = "was not written, and Leasehold tries again each second: ";

  /** A memory volume of six pages. */
  private static final String SMALL = "mount -t tmpfs -o size=24k,mode=700 tmpfs \"$0\"";

  private Path apart = Path.of("");

  static boolean mountsAreAllowed() {
    return KilledWriterTest.mountsAreAllowed();
  }

  @BeforeEach
  void keepTheStateApart() throws Exception {
    apart = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-state-");
    environment.put("LEASEHOLD_STATE", apart.toString());
  }

  @AfterEach
  void removeTheState() {
    ServerDirectory.remove(apart);
  }

  /** 0045: the next sidecar is to know of each lease that a program has. */
  @Test
  void waitsWithACredentialWhoseLeaseAFullStateCannotTake() throws Exception {
    SidecarProcess sidecar = SidecarProcess.startBehind(SMALL, apart, environment, "run");
    sidecar.says("has the credential of generation 1");
    String user = user();
    Path filler = seenBy(sidecar, apart).resolve("filler");
    assertThatThrownBy(() -> Files.write(filler, new byte[1 << 16]))
        .hasMessageContaining("No space left");
    sidecar.signal("HUP").says(FAILED + cannotWrite(apart, ".default.lease", "No space left"));
    assertThat(user()).isEqualTo(user);
    assertThat(roles()).hasSize(2).contains(user);

    Files.delete(filler);
    goesOn(sidecar);
  }

  /**
   * The lease of the run before is renewed, but the state does not say so. A third run would take
   * the file for ended, so this run does, too.
   */
  @Test
  void takesTheFileOfTheRunBeforeAwayAtItsEndWhereTheStateStaysFull() throws Exception {
    lease(Duration.ofSeconds(45), Duration.ofMinutes(30)); // Outlives the start of a second JVM.
    start("run").says("has the credential of generation 1").kill();
    byte[] content = content();
    Path state = apart.resolve(".default.lease");
    Path saved = Files.move(state, volume.resolve("saved"));
    Files.delete(apart.resolve(".leasehold.lock"));
    String fill =
        SMALL + " && cp " + saved + " \"$0\"/.default.lease && ! cat /dev/zero 2>&- >\"$0\"/filler";
    environment.put("LEASEHOLD_MARGIN", "1s");

    SidecarProcess sidecar = SidecarProcess.startBehind(fill, apart, environment, "run");
    sidecar.says(FAILED + cannotWrite(apart, ".default.lease", "No space left"));
    assertThat(content()).isEqualTo(content);
    sidecar.says(
        "file default.properties has no credential any more: an earlier run of the sidecar wrote"
            + " it, its lease has ended or is not known, and the credential of now cannot be"
            + " written",
        Duration.ofSeconds(90));
    assertThat(file()).doesNotExist();

    Files.delete(seenBy(sidecar, apart).resolve("filler"));
    goesOn(sidecar);
  }

  /** Each renewal has another content, of which the state takes note before it is written. */
  @Test
  void knowsTheLeaseOfWhatIsInTheFileThoughManyRenewalsCannotBeWritten() throws Exception {
    lease(Duration.ofSeconds(20), Duration.ofMinutes(30));
    environment.put("LEASEHOLD_MARGIN", "1s");
    environment.put("LEASEHOLD_RENEW_AT", "0.1");
    environment.put("LEASEHOLD_FILE_FORMAT", "json");
    environment.put("LEASEHOLD_STATE", volume.toString());
    environment.put("LEASEHOLD_VOLUME", apart.toString());
    SidecarProcess sidecar = SidecarProcess.startBehind(SMALL, apart, environment, "run");
    sidecar.says("has the credential of generation 1");
    assertThatThrownBy(
            () -> Files.write(seenBy(sidecar, apart).resolve("filler"), new byte[1 << 16]))
        .hasMessageContaining("No space left");
    byte[] content = Files.readAllBytes(seenBy(sidecar, apart).resolve("default.json"));
    Set<Delivery> noted = new HashSet<>();
    SidecarProcess.eventually(
        "five renewals",
        () -> {
          noted.addAll(noted().deliveries());
          return noted.size() >= 6;
        });
    assertThat(noted().leaseOf(content)).as(sidecar.output()).isPresent();
    assertThat(sidecar.output()).contains(cannotWrite(apart, "default.json", "No space left"));
    assertThat(sidecar.signal("TERM").end()).as(sidecar.output()).isZero();
  }

  private LeaseState noted() {
    try {
      return LeaseState.parse(Files.readAllBytes(state()), LeaseClock.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The lock's file is open for writing, so the kernel takes a volume from no sidecar that runs.
   * Where that file is mounted on its own, it does.
   */
  @Test
  void keepsTheCredentialWhileAVolumeIsReadOnlyAndGoesOnAfterwards() throws Exception {
    String mounts =
        "mount -t tmpfs -o size=1m,mode=700 tmpfs \"$0\" && : >\"$0\"/.leasehold.lock"
            + " && mount --bind \"$0\"/.leasehold.lock \"$0\"/.leasehold.lock";
    environment.put("LEASEHOLD_STATE", volume.toString());
    environment.put("LEASEHOLD_VOLUME", apart.toString());
    SidecarProcess sidecar = SidecarProcess.startBehind(mounts, apart, environment, "run");
    sidecar.says("has the credential of generation 1");
    Path file = seenBy(sidecar, apart).resolve("default.properties");
    byte[] content = Files.readAllBytes(file);

    sidecar.remount(apart, "bind,ro");
    String readOnly = cannotWrite(apart, "default.properties", "Read-only file system");
    sidecar
        .signal("HUP")
        .says(FAILED + readOnly + "). The old content is kept. Mount the volume so");
    assertThat(file).hasBinaryContent(content);
    String user = login(content).user();
    assertThat(roles()).hasSize(2).contains(user);
    connect(login(content));

    sidecar.remount(apart, "bind,rw");
    sidecar.says("has the credential of generation 2");
    assertThat(login(Files.readAllBytes(file)).user()).isNotEqualTo(user);
    connect(login(Files.readAllBytes(file)));
    saidOnceAndLeavesNoRole(sidecar, file);
  }

  @Test
  void removesAFileThatItIsToEmptyWhereThereIsNoRoomForAnEmptyOne() throws Exception {
    environment.put("LEASEHOLD_STATE", volume.toString());
    environment.put("LEASEHOLD_VOLUME", apart.toString());
    environment.put("LEASEHOLD_FILE_AT_END", "empty");
    // The directory, the lock's file, the credential's, and the next credential's beside it.
    String mounts = "mount -t tmpfs -o nr_inodes=4,mode=700 tmpfs \"$0\"";
    SidecarProcess sidecar = SidecarProcess.startBehind(mounts, apart, environment, "run");
    sidecar.says("has the credential of generation 1");
    Process neighbour = sidecar.startInItsMounts("cat");
    Path seen = Path.of("/proc/" + neighbour.pid() + "/root" + apart);
    SidecarProcess.eventually(
        "the neighbour's mounts", () -> Files.exists(seen.resolve("default.properties")));
    Files.createFile(seen.resolve("filler"));
    assertThat(sidecar.signal("TERM").end()).as(sidecar.output()).isZero();
    assertThat(seen.resolve("filler")).exists();
    assertThat(seen.resolve("default.properties")).doesNotExist();
    neighbour.destroy();
  }

  /**
   * The state knows of both leases, so the next sidecar writes the newer credential and revokes the
   * other lease.
   */
  @Test
  void losesNoLeaseWhenTheDirectoryIsRemovedAndGoesOnInANewOne() throws Exception {
    int port = Ports.free();
    environment.put("LEASEHOLD_HEALTH_LISTEN", "127.0.0.1:" + port);
    SidecarProcess sidecar = start("run").says("has the credential of generation 1");
    assertThat(get(port, "/readyz")).startsWith("200 ");
    String user = user();
    ServerDirectory.remove(volume);
    sidecar.signal("HUP");
    String removed =
        FAILED
            + "Volume "
            + volume
            + ": cannot write default.properties, as the directory was removed or replaced. Put it"
            + " back, or restart the sidecar once another is in its place.";
    sidecar.says(removed);
    assertThat(get(port, "/readyz"))
        .isEqualTo("503 default: not ready: the credential is not where its program reads it\n");
    assertThat(roles()).hasSize(2).contains(user);
    assertThat(sidecar.output()).containsOnlyOnce(FAILED);
    assertThat(sidecar.isAlive()).isTrue();
    sidecar.kill();

    Files.createDirectory(volume);
    SidecarProcess next = start("run").says("held besides are revoked: 1");
    connect(login(content()));
    assertThat(user()).isNotEqualTo(user);
    assertThat(roles()).containsExactly(user());
    assertThat(next.signal("TERM").end()).as(next.output()).isZero();
    assertThat(roles()).isEmpty();
  }

  private static Path seenBy(SidecarProcess sidecar, Path directory) {
    return Path.of("/proc/" + sidecar.pid() + "/root" + directory);
  }

  private static String cannotWrite(Path directory, String name, String reason) {
    return "Volume " + directory + ": cannot write " + name + " (" + reason;
  }

  private void goesOn(SidecarProcess sidecar) throws Exception {
    SidecarProcess.eventually("a file", () -> !user().isEmpty());
    connect(login(content()));
    saidOnceAndLeavesNoRole(sidecar, file());
  }

  private static void saidOnceAndLeavesNoRole(SidecarProcess sidecar, Path file) throws Exception {
    SidecarProcess.eventually("one role is left", () -> roles().equals(List.of(userIn(file))));
    assertThat(sidecar.output().split(Pattern.quote(FAILED), -1)).as("one line").hasSize(2);
    assertThat(sidecar.signal("TERM").end()).as(sidecar.output()).isZero();
    assertThat(roles()).isEmpty();
  }

  private static String userIn(Path file) {
    try {
      return login(Files.readAllBytes(file)).user();
    } catch (IOException none) {
      return "";
    }
  }
}
