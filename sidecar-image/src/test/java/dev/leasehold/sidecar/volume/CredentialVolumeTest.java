// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.leasehold.config.FileMode;
import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialVolumeTest {

  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "new".getBytes(UTF_8);

  private Path parent = Path.of("/");
  private Path directory = Path.of("/");

  @BeforeEach
  void makeDirectory() throws IOException {
    parent = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-volume-");
    directory = Files.createDirectory(parent.resolve("credentials"));
  }

  @AfterEach
  void removeDirectory() {
    ServerDirectory.remove(parent);
  }

  @Test
  void aFileIsReplacedWithItsMode() throws Exception {
    try (CredentialVolume volume = open()) {
      volume.write("db.json", OLD);
      volume.write("db.json", NEW);
      volume.write(".pgpass", NEW, FileMode.OWNER_READS);
      volume.writePrivate("state", OLD);
      assertThat(directory.resolve("db.json")).hasBinaryContent(NEW);
      assertThat(mode("db.json")).isEqualTo("r--r-----");
      assertThat(mode(".pgpass")).isEqualTo("r--------");
      assertThat(mode("state")).isEqualTo("r--------");
      assertThat(volume.read("state")).isEqualTo(OLD);
      assertThat(volume.read("nothing")).isNull();
    }
    assertThat(names()).containsExactlyInAnyOrder("db.json", ".pgpass", "state", ".leasehold.lock");
  }

  @Test
  void aFileIsEmptiedAndRemoved() throws Exception {
    try (CredentialVolume volume = open()) {
      volume.write("db.json", OLD);
      volume.write("db.json", new byte[0]);
      assertThat(directory.resolve("db.json")).isEmptyFile();
      assertThat(mode("db.json")).isEqualTo("r--r-----");
      volume.remove("db.json");
      volume.remove("db.json");
      assertThat(directory.resolve("db.json")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", "a\u0000b", "a b", "a\nb"})
  void aNameThatCouldLeadOutOfTheDirectoryIsRefused(String name) throws Exception {
    String problem =
        "Volume "
            + directory
            + ": a file's name has letters, digits, points, hyphens and underscores only, so that it"
            + " stays in the directory; write such a name";
    try (CredentialVolume volume = open()) {
      assertThatThrownBy(() -> volume.write(name, NEW))
          .isInstanceOf(VolumeException.class)
          .hasMessage(problem);
      assertThatThrownBy(() -> volume.read(name)).hasMessage(problem);
      assertThatThrownBy(() -> volume.remove(name)).hasMessage(problem);
    }
  }

  @Test
  void aNameOfItsOwnIsRefused() throws Exception {
    try (CredentialVolume volume = open()) {
      assertThatThrownBy(() -> volume.write(".leasehold.lock", NEW))
          .hasMessage(
              "Volume "
                  + directory
                  + ": .leasehold.lock is a name that Leasehold uses; write another");
    }
  }

  @Test
  void aLinkInTheFilesPlaceIsReplacedAndNotFollowed() throws Exception {
    Path outside = Files.write(parent.resolve("outside"), OLD);
    Files.createSymbolicLink(directory.resolve("db.json"), outside);
    try (CredentialVolume volume = open()) {
      assertThatThrownBy(() -> volume.read("db.json"))
          .hasMessage("Volume " + directory + ": db.json is a link. Remove it");
      volume.write("db.json", NEW);
    }
    assertThat(outside).hasBinaryContent(OLD);
    assertThat(directory.resolve("db.json")).isRegularFile().hasBinaryContent(NEW);
    assertThat(Files.isSymbolicLink(directory.resolve("db.json"))).isFalse();
  }

  @Test
  void aLinkInTheDirectorysPlaceIsRefused() throws Exception {
    Path link = Files.createSymbolicLink(parent.resolve("link"), directory);
    assertThatThrownBy(() -> CredentialVolume.open(link, VolumeOptions.DEFAULTS))
        .isInstanceOf(VolumeException.class)
        .hasMessage("Volume " + link + ": it is a link; name the directory that it leads to");
  }

  @Test
  void aDirectoryInTheFilesPlaceIsNamed() throws Exception {
    Files.createDirectory(directory.resolve("db.json"));
    try (CredentialVolume volume = open()) {
      assertThatThrownBy(() -> volume.write("db.json", NEW))
          .hasMessage(
              "Volume "
                  + directory
                  + ": cannot write db.json, as a directory is in its place. Remove it");
      assertThatThrownBy(() -> volume.read("db.json"))
          .hasMessage("Volume " + directory + ": db.json is not a regular file. Remove it");
    }
    assertThat(names()).containsExactlyInAnyOrder("db.json", ".leasehold.lock");
  }

  @Test
  void aPipeInTheFilesPlaceDoesNotHoldUpAReadAndIsReplaced() throws Exception {
    OtherJvm.run(List.of("mkfifo", directory.resolve("db.json").toString()));
    try (CredentialVolume volume = open()) {
      assertThatThrownBy(() -> volume.read("db.json"))
          .hasMessage("Volume " + directory + ": db.json is not a regular file. Remove it");
      volume.write("db.json", NEW);
    }
    assertThat(directory.resolve("db.json")).isRegularFile().hasBinaryContent(NEW);
  }

  /** A process's memory is a regular file, of which nothing can be read at its beginning. */
  @Test
  void aFileThatCannotBeReadIsNamedInTheSystemsWords() throws Exception {
    Path own = Path.of("/proc", String.valueOf(ProcessHandle.current().pid()));
    try (VolumeFiles files = VolumeFiles.open(own)) {
      assertThatThrownBy(() -> files.read("mem"))
          .isInstanceOf(VolumeException.class)
          .hasMessage(
              "Volume "
                  + own
                  + ": cannot read mem (Input/output error). The old content is kept. Check the"
                  + " directory's owner and mode, and the user that the sidecar runs as.");
    }
  }

  @Test
  void aFileOverOneMebibyteIsRefused() throws Exception {
    byte[] longest = new byte[CredentialVolume.MAX_BYTES];
    try (CredentialVolume volume = open()) {
      volume.write("longest", longest);
      assertThat(volume.read("longest")).isEqualTo(longest);
      assertThatThrownBy(() -> volume.write("longest", new byte[CredentialVolume.MAX_BYTES + 1]))
          .hasMessage(
              "Volume "
                  + directory
                  + ": longest would be longer than 1048576 bytes. The old content is kept. Make"
                  + " its template shorter");
      Files.write(directory.resolve("longer"), new byte[CredentialVolume.MAX_BYTES + 1]);
      assertThatThrownBy(() -> volume.read("longer"))
          .hasMessage("Volume " + directory + ": longer is longer than 1048576 bytes. Remove it");
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() throws Exception {
    Path missing = parent.resolve("missing");
    Path file = Files.write(parent.resolve("file"), OLD);
    assertThatThrownBy(() -> CredentialVolume.open(missing, VolumeOptions.DEFAULTS))
        .hasMessage("Volume " + missing + ": there is no such directory; mount a volume there");
    assertThatThrownBy(() -> CredentialVolume.open(file, VolumeOptions.DEFAULTS))
        .hasMessage("Volume " + file + ": it is not a directory; name the directory of the file");
  }

  @Test
  void aDirectoryThatIsRemovedWhileInUseIsNamed() throws Exception {
    try (CredentialVolume volume = open()) {
      Files.delete(directory.resolve(".leasehold.lock"));
      Files.delete(directory);
      String problem =
          ", as the directory was removed or replaced. Put it back, or restart the sidecar once"
              + " another is in its place.";
      assertThatThrownBy(() -> volume.write("db.json", NEW))
          .hasMessage("Volume " + directory + ": cannot write db.json" + problem);
      assertThatThrownBy(() -> volume.remove("db.json"))
          .hasMessage("Volume " + directory + ": cannot remove db.json" + problem);
      Files.createDirectory(directory);
      assertThatThrownBy(() -> volume.write("db.json", NEW))
          .hasMessage("Volume " + directory + ": cannot write db.json" + problem);
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void aDirectoryThatIsExchangedForALinkLeadsNowhere() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    try (CredentialVolume volume = open()) {
      volume.write("db.json", OLD);
      assertThat(volume.isReachable("db.json")).isTrue();
      Path moved = Files.move(directory, parent.resolve("moved"));
      Files.createSymbolicLink(directory, elsewhere);
      assertThatThrownBy(() -> volume.write("db.json", NEW))
          .hasMessageContaining("as the directory was removed or replaced");
      assertThat(volume.isReachable("db.json")).as("by the path").isFalse();
      assertThat(elsewhere).isEmptyDirectory();
      Files.delete(directory);
      Files.move(moved, directory);
      volume.write("db.json", NEW);
    }
    assertThat(directory.resolve("db.json")).hasBinaryContent(NEW);
  }

  @Test
  void aVolumeOnADiskIsRefusedUnlessAllowed() throws Exception {
    Path disk = Files.createTempDirectory(Path.of("target"), "disk-").toAbsolutePath();
    String type = Files.getFileStore(disk).type();
    try {
      assumeFalse(MountTable.isInMemory(type), "the build's folder is in memory, on " + type);
      assertThatThrownBy(() -> CredentialVolume.open(disk, VolumeOptions.DEFAULTS))
          .hasMessageStartingWith("Volume " + disk + ": it is on ")
          .hasMessageEndingWith(
              ", so a credential would be written to a disk. Mount an emptyDir with medium Memory,"
                  + " or set leasehold.volume.allow-disk=true");
      CredentialVolume.open(disk, VolumeOptions.DEFAULTS.withDiskAllowed()).close();
    } finally {
      Files.deleteIfExists(disk.resolve(".leasehold.lock"));
      Files.delete(disk);
    }
  }

  @Test
  void aSecondWriterOfThisProcessIsRefused() throws Exception {
    try (CredentialVolume volume = open()) {
      volume.write("db.json", OLD);
      assertThatThrownBy(this::open).hasMessage(takenBy("this process"));
      assertThatThrownBy(this::open).hasMessage(takenBy("this process"));
      assertThat(OtherJvm.run(OtherJvm.command(VolumeProbe.class, "open", directory.toString())))
          .isEqualTo(takenBy("process " + ProcessHandle.current().pid()));
    }
    open().close();
  }

  @Test
  void whatAKilledWriterLeftIsRemoved() throws Exception {
    Files.write(directory.resolve(".leasehold-0123456789abcdef"), OLD);
    Files.write(directory.resolve(".leasehold-notes"), OLD);
    Files.write(directory.resolve("db.json"), OLD);
    open().close();
    assertThat(names()).containsExactlyInAnyOrder(".leasehold-notes", "db.json", ".leasehold.lock");
  }

  @Test
  void whatANeighbourHasUnderSuchANameIsLeftAlone() throws Exception {
    Files.createDirectory(directory.resolve(".leasehold-0123456789abcdef"));
    Files.createSymbolicLink(directory.resolve(".leasehold-fedcba9876543210"), parent);
    try (CredentialVolume volume = open()) {
      volume.write("db.json", NEW);
    }
    assertThat(names())
        .contains(".leasehold-0123456789abcdef", ".leasehold-fedcba9876543210", "db.json");
  }

  @Test
  void aLockWhoseFileWasDeletedIsTakenAnew() throws Exception {
    try (CredentialVolume volume = open()) {
      Files.delete(directory.resolve(".leasehold.lock"));
      volume.keep();
      assertThat(OtherJvm.run(OtherJvm.command(VolumeProbe.class, "open", directory.toString())))
          .isEqualTo(takenBy("process " + ProcessHandle.current().pid()));
      Files.delete(directory.resolve(".leasehold.lock"));
      volume.write("db.json", NEW);
      assertThat(names()).contains(".leasehold.lock");
    }
  }

  @Test
  void theFirstOfTwoWritersStopsWhereItsLockWasTakenFromIt() throws Exception {
    try (CredentialVolume volume = open()) {
      volume.write("db.json", OLD);
      Files.delete(directory.resolve(".leasehold.lock"));
      Process other =
          OtherJvm.start(OtherJvm.command(VolumeProbe.class, "write", directory.toString()));
      try (BufferedReader output = other.inputReader()) {
        assertThat(output.readLine()).isEqualTo("writing");
        String taken = takenBy("process " + other.pid());
        assertThatThrownBy(() -> volume.write("db.json", NEW)).hasMessage(taken);
        assertThatThrownBy(() -> volume.remove("db.json")).hasMessage(taken);
        assertThatThrownBy(volume::keep)
            .asInstanceOf(InstanceOfAssertFactories.type(VolumeException.class))
            .matches(VolumeException::isInUse);
      } finally {
        other.destroyForcibly().waitFor();
      }
      volume.write("db.json", NEW);
      assertThat(directory.resolve("db.json")).hasBinaryContent(NEW);
    }
  }

  @Test
  void aDirectoryInTheLocksPlaceIsNamed() throws Exception {
    Files.createDirectory(directory.resolve(".leasehold.lock"));
    assertThatThrownBy(this::open)
        .hasMessage("Volume " + directory + ": .leasehold.lock is not a regular file. Remove it");
  }

  @Test
  void aUserThatDoesNotExistIsNamed() {
    VolumeOptions options = VolumeOptions.DEFAULTS.withOwnership("", "no-such-group");
    assertThatThrownBy(() -> CredentialVolume.open(directory, options))
        .hasMessage(
            "leasehold.file.group: there is no group no-such-group in this container; write its"
                + " number");
    VolumeOptions owner = VolumeOptions.DEFAULTS.withOwnership("no-such-user", "");
    assertThatThrownBy(() -> CredentialVolume.open(directory, owner))
        .hasMessage(
            "leasehold.file.owner: there is no user no-such-user in this container; write its"
                + " number");
  }

  @Test
  void aFileGoesToTheOwnerAndGroupThatAreSetWhereTheProcessMayGiveItAway() throws Exception {
    VolumeOptions options = VolumeOptions.DEFAULTS.withOwnership("10001", "10002");
    try (CredentialVolume volume = CredentialVolume.open(directory, options)) {
      if (Files.getOwner(Path.of("/proc/self")).getName().equals("root")) {
        volume.write("db.json", NEW);
        assertThat(Files.getAttribute(directory.resolve("db.json"), "unix:uid")).isEqualTo(10001);
        assertThat(Files.getAttribute(directory.resolve("db.json"), "unix:gid")).isEqualTo(10002);
        volume.writePrivate("state", OLD);
        assertThat(volume.read("state")).isEqualTo(OLD);
        assertThatThrownBy(() -> volume.read("db.json"))
            .hasMessage("Volume " + directory + ": db.json was written by another user. Remove it");
        leaveUnfinished("0123456789abcdef", 10001);
        leaveUnfinished("fedcba9876543210", 10003);
      } else {
        assertThatThrownBy(() -> volume.write("db.json", NEW))
            .hasMessage(
                "Volume "
                    + directory
                    + ": a file cannot be given to user 10001 group 10002 (Operation not permitted)."
                    + " The old content is kept. Set the pod's fsGroup in place of it, or run the"
                    + " sidecar as that user");
        assertThat(names()).containsExactly(".leasehold.lock");
        return;
      }
    }
    CredentialVolume.open(directory, options).close();
    assertThat(names())
        .as("what was given away before the rename is removed, and no other user's")
        .doesNotContain(".leasehold-0123456789abcdef")
        .contains(".leasehold-fedcba9876543210", "db.json");
  }

  private void leaveUnfinished(String number, int user) throws IOException {
    Path file = Files.write(directory.resolve(".leasehold-" + number), NEW);
    Files.setAttribute(file, "unix:uid", user);
  }

  private CredentialVolume open() throws VolumeException {
    return CredentialVolume.open(directory, VolumeOptions.DEFAULTS);
  }

  private String takenBy(String holder) {
    return "Volume "
        + directory
        + ": "
        + holder
        + " writes to it already; give each sidecar a directory of its own";
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
