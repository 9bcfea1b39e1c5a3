// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code testbed/up}, with other programs in the place of Maven and Java. */
class UpTest {

  @Test
  void showsWhatMavenSaysWithoutItsEscapeSequences(@TempDir Path programs) throws Exception {
    write(
        programs.resolve("mvn"),
        "touch testbed/target/classpath; printf '\\033[0m\\033[1;31mERROR\\033[m of Maven\\n'");
    write(programs.resolve("java"), "echo started");
    ProcessBuilder up = new ProcessBuilder(Path.of("up").toAbsolutePath().toString());
    up.environment().merge("PATH", programs + ":", (path, first) -> first + path);
    Process process = up.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed).contains("ERROR of Maven\n", "started\n").doesNotContain("\u001b");
  }

  private static void write(Path program, String command) throws IOException {
    Files.writeString(program, "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
