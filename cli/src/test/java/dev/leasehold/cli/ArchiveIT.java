// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The archive with a Java run-time, made by the script that the build runs. */
class ArchiveIT {

  private static final Path BUILD = Path.of("src", "build", "archive").toAbsolutePath();
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final Path PACKAGE = Path.of("target", "leasehold").toAbsolutePath();

  private final Path folder;

  ArchiveIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void runsWithoutAJavaOfTheMachine() {
    Path archive = build("");
    assertThat(archive.getFileName())
        .asString()
        .matches("leasehold-1[.]2[.]3-[a-z]+-[a-z0-9]+[.]tar[.]gz");
    Path home = unpack(archive);
    assertThat(home.resolve("completion/leasehold")).content().contains("complete -F");
    assertThat(home.resolve("plugin.yaml")).exists();
    for (String program : List.of("leasehold", "kubectl-leasehold", "leasehold")) {
      String script = home.resolve("bin").resolve(program).toString();
      String cache = "LEASEHOLD_CACHE=" + folder.resolve("cache");
      assertThat(
              Command.runAloud(
                  List.of(
                      "env",
                      "-i",
                      "PATH=/usr/bin:/bin",
                      "JAVA_HOME=" + folder,
                      cache,
                      script,
                      "--version")))
          .startsWith("leasehold ");
    }
    assertThat(folder.resolve("cache")).isDirectoryContaining("glob:**.jsa");
  }

  /** A JDK from 24 on may have no packaged modules, and then makes no other platform's archive. */
  static Stream<Path> modules() {
    return Stream.of(JDK.resolve("jmods")).filter(Files::isDirectory);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("modules")
  void isMadeFromModulesThatAreNamedWithoutRunningThem(Path modules) {
    Path home = unpack(build(modules.toString()));
    assertThat(home.resolve("java/lib/server/classes.jsa"))
        .as("an archive of classes, which only the platform itself can write")
        .doesNotExist();
    String cache = "LEASEHOLD_CACHE=" + folder.resolve("cache");
    String script = home.resolve("bin/leasehold").toString();
    assertThat(Command.runAloud(List.of("env", cache, script, "--version")))
        .as("its launcher, which does not ask for that archive")
        .startsWith("leasehold ");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void isNotMadeForWindowsWhichHasNoShell() throws IOException {
    ForeignModules.write(folder, "linux-amd64", "windows-amd64");
    assertThatThrownBy(() -> build(folder.toString())).hasMessageContaining("in WSL");
  }

  @Test
  void isNotMadeFromModulesOfAnotherVersion() throws IOException {
    ForeignModules.write(folder, System.getProperty("java.version"), "11.0.2");
    assertThatThrownBy(() -> build(folder.toString()))
        .hasMessageContaining("the modules in " + folder + " are of Java 11: name a JDK of that");
  }

  @Test
  void saysThatAFolderHasNoModules() {
    assertThatThrownBy(() -> build(folder.toString()))
        .hasMessageContaining("no java.base.jmod in " + folder);
  }

  @Test
  void isNotMadeWithATarThatIsNotGnus() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Path tar = Files.writeString(tools.resolve("gtar"), "#!/bin/sh\necho bsdtar 3.5.3\n");
    assertThat(tar.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> build("", tools + ":" + System.getenv("PATH")))
        .hasMessageContaining("GNU tar is needed, and " + tar + " is another");
  }

  private Path unpack(Path archive) {
    Command.runAloud(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
    return folder.resolve("leasehold-1.2.3");
  }

  private Path build(String modules) {
    return build(modules, System.getenv("PATH"));
  }

  private Path build(String modules, String path) {
    Path output = folder.resolve("output");
    return Path.of(
        Command.run(
            folder,
            List.of(
                "env",
                "PATH=" + path,
                "ARCHIVE_JDK=" + JDK,
                "ARCHIVE_JMODS=" + modules,
                BUILD.toString(),
                PACKAGE.toString(),
                output.toString(),
                "1.2.3")));
  }
}
