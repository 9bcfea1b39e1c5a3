// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditCommandTest {

  private final Path folder;

  AuditCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void runsTheProgramOnThePathWithItsArgumentsAndPassesTheExitCodeOn() throws Exception {
    Path program = folder.resolve("leasehold-audit");
    Path seen = folder.resolve("seen");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + seen + "'\nexit 66\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    String path = folder.resolve("none") + File.pathSeparator + folder;
    int status =
        new CommandLine(new AuditCommand(path))
            .execute("role", "v-x y", "--vault-audit=-", "-o", "json", "--help");
    assertThat(status).isEqualTo(66);
    assertThat(Files.readAllLines(seen))
        .containsExactly("role", "v-x y", "--vault-audit=-", "-o", "json", "--help");
  }

  @Test
  void saysWhereTheProgramIsLookedFor() {
    assertThatThrownBy(() -> new AuditCommand(folder.toString()).call())
        .isInstanceOfSatisfying(
            CommandException.class,
            thrown -> assertThat(thrown.exitCode()).isEqualTo(CommandExitCode.UNAVAILABLE))
        .hasMessageContaining("neither beside leasehold nor on PATH");
  }
}
