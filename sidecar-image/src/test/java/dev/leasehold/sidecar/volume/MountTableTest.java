// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {

  private static final List<String> A_PODS =
      List.of(
          "1211 988 0:411 / / rw,relatime master:404 - overlay overlay rw,lowerdir=/x",
          "1213 1211 0:415 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755",
          "1220 1211 0:398 / /leasehold rw,relatime shared:7 - tmpfs tmpfs rw,size=1024k",
          "1221 1211 253:1 /a\\040b /etc/hosts rw,relatime - ext4 /dev/vda1 rw");

  @Test
  void theTypeIsThatOfTheDevicesMount() {
    assertThat(MountTable.typeOf(device(0, 398), A_PODS)).hasValue("tmpfs");
    assertThat(MountTable.typeOf(device(253, 1), A_PODS)).hasValue("ext4");
    assertThat(MountTable.typeOf(device(0, 411), A_PODS)).hasValue("overlay");
    assertThat(MountTable.typeOf(device(0, 1), A_PODS)).isEmpty();
  }

  @Test
  void thisMachinesProcIsNotInMemory() throws Exception {
    assertThat(MountTable.typeOf(Path.of("/proc"))).hasValue("proc");
    assertThat(MountTable.isInMemory("proc")).isFalse();
  }

  @Test
  void thisMachinesSharedMemoryIsInMemory() throws Exception {
    Path memory = Path.of("/dev/shm");
    assertThat(Files.isDirectory(memory)).isTrue();
    assertThat(MountTable.typeOf(memory)).get().matches(MountTable::isInMemory);
  }

  private static long device(long major, long minor) {
    return (minor & 0xff) | (major << 8) | (minor & ~0xffL) << 12;
  }
}
