// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.testbed.process.ServerDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A volume as the kubelet prepares it for a pod with {@code fsGroup}. Everybody may write to it,
 * and files that are made in it get the group. Only root can take the users of two containers.
 */
@EnabledIf("isRoot")
class FsGroupTest {

  private static final int FS_GROUP = 2345;

  private Path parent = Path.of("/");
  private Path directory = Path.of("/");

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @BeforeEach
  void prepareAsTheKubeletDoes() throws Exception {
    parent = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-volume-");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
    directory = Files.createDirectory(parent.resolve("credentials"));
    Files.setAttribute(directory, "unix:gid", FS_GROUP);
    assertThat(OtherJvm.succeeds("chmod", "2777", directory.toString())).isTrue();
  }

  @AfterEach
  void removeDirectory() {
    ServerDirectory.remove(parent);
  }

  @Test
  void theProgramsUserReadsTheFileThroughTheGroupAndNobodyElseDoes() throws Exception {
    List<String> sidecar = as(10001, FS_GROUP);
    sidecar.addAll(OtherJvm.command(VolumeProbe.class, "once", directory.toString()));
    assertThat(OtherJvm.run(sidecar)).isEqualTo("written");
    Path file = directory.resolve("db.json");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(10001);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(FS_GROUP);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r-----");

    assertThat(reads(as(20002, FS_GROUP), file)).as("the program").isTrue();
    assertThat(reads(as(20003, 20003), file)).as("any other user").isFalse();
  }

  private static boolean reads(List<String> user, Path file) {
    List<String> command = new ArrayList<>(user);
    command.addAll(List.of("sh", "-c", "cat \"$0\" >/dev/null", file.toString()));
    return OtherJvm.succeeds(command.toArray(new String[0]));
  }

  /** Kubernetes makes the group a further group of each container's user. */
  private static List<String> as(int user, int furtherGroup) {
    return new ArrayList<>(
        List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--groups=" + furtherGroup, "--"));
  }
}
