// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.file.BoundedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

  private final Path directory;

  SettingsFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsUtf8() throws IOException, ConfigException {
    Path file = write("leasehold.user=J\u00fcrgen\nleasehold.vault.capath=\\u002fca\n");
    Settings settings = Sources.minimal().argument("config=" + file).read();
    assertThat(settings.bindings().get(0).user()).isEqualTo("J\u00fcrgen");
    assertThat(settings.vault().caDirectory()).hasToString("/ca");
  }

  @Test
  void namesFileAndLineOfABadEscape() throws IOException {
    Path file =
        write(
            "# \\u is nothing in a comment\nleasehold.user=a\nleasehold.auth.role=C:\\users\nx=y\n");
    assertThat(problems(file))
        .containsExactly(
            file
                + " line 3: a backslash and u begin an escape of four hexadecimal digits;"
                + " write a backslash as \\\\");
  }

  @Test
  void refusesAMissingFile() {
    Path file = directory.resolve("none");
    assertThat(problems(file))
        .containsExactly(
            "agent argument config: "
                + file
                + " does not exist; check the path and that the volume is mounted");
  }

  @Test
  void refusesADirectory() {
    assertThat(problems(directory))
        .containsExactly(
            "agent argument config: "
                + directory
                + " is a directory; name the file in it that holds settings as properties");
  }

  @Test
  void refusesMoreThanOneMebibyte() throws IOException {
    assertThat(problems(write("#".repeat(BoundedFile.MAX_BYTES)))).isEmpty();
    Path file = write("#".repeat(BoundedFile.MAX_BYTES + 1));
    assertThat(problems(file))
        .containsExactly(
            "agent argument config: "
                + file
                + " is over 1 MiB; name a file that holds settings as properties");
  }

  @Test
  void refusesAFileThatCannotBeRead() {
    Path unreadable =
        Path.of("/proc/self/mem"); // Exists for everyone, and reads fail at its start.
    assertThat(problems(unreadable))
        .containsExactly(
            "agent argument config: /proc/self/mem cannot be read; let the process's user read it");
  }

  @Test
  void refusesAPipeAndADeviceWithoutOpeningThem() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path noFile : List.of(pipe, Path.of("/dev/zero"))) {
      assertThat(problems(noFile))
          .containsExactly(
              "agent argument config: "
                  + noFile
                  + " is no regular file but a pipe, a socket or a device; name a file that holds"
                  + " settings as properties");
    }
  }

  @Test
  void refusesNamesWithoutThePrefixAndAnotherFile() throws IOException {
    Path file = write("auth.role=x\nleasehold.config=y\nleasehold.marjin=5s\n");
    assertThat(problems(file))
        .containsExactly(
            "auth.role in "
                + file
                + ": the names of settings begin with leasehold. here; write it or remove the line",
            "leasehold.config in " + file + ": a file cannot name another; remove the line",
            "leasehold.marjin in " + file + ": unknown setting; did you mean leasehold.margin?");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("leasehold.properties"), text);
  }

  private static List<String> problems(Path file) {
    return Sources.minimal().argument("config=" + file).problems();
  }
}
