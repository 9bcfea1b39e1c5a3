// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

  private static final String KEY = "leasehold.auth.token-file";

  private final Path directory;

  SecretFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsTheFileAgainEachTime() throws Exception {
    Path path = Files.writeString(directory.resolve("token"), "  one\n");
    SecretFile file = new SecretFile(KEY, path.toFile());
    assertThat(file.read().reveal()).isEqualTo("one");
    Files.writeString(path, "two\r\n");
    assertThat(file.read().reveal()).isEqualTo("two");
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty"), " \n");
    Path two = Files.writeString(directory.resolve("two"), "one two");
    Path binary = Files.write(directory.resolve("binary"), new byte[] {'a', 0, 'b'});
    Path long64 = Files.writeString(directory.resolve("long"), "x".repeat(64 * 1024 + 1));

    assertFault(empty, "is empty; check the program that writes it");
    assertFault(directory, "is a directory; name the file in it that holds a single token");
    assertFault(
        directory.resolve("none"), "does not exist; check the path and that the volume is mounted");
    assertFault(long64, "is over 64 KiB; name a file that holds a single token");
    String alone = "does not hold a single token; name a file that holds the token alone";
    assertFault(two, alone);
    assertFault(binary, alone);
  }

  @Test
  void opensNeitherAPipeNorADevice() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    String problem =
        "is no regular file but a pipe, a socket or a device; name a file that holds a single token";
    assertFault(pipe, problem);
    assertFault(Path.of("/dev/zero"), problem);
  }

  private static void assertFault(Path path, String problem) {
    assertThatThrownBy(() -> new SecretFile(KEY, path.toFile()).read())
        .isInstanceOf(LeaseException.class)
        .hasMessage(KEY + " " + path + " " + problem);
  }
}
