// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that every JVM with the agent has on its class path. */
class AgentJarIT {

  private static final int JAVA_8 = 52;

  @SuppressWarnings("NullAway.Init") // JUnit calls open() first.
  @AutoClose
  private static JarFile jar;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(AgentJar.path().toFile());
  }

  @Test
  void showsTheApplicationOnlyThePremainAndTheBridge() {
    assertThat(files())
        .allMatch(
            name ->
                name.startsWith("dev/leasehold/agent/")
                    || name.startsWith("dev/leasehold/bootstrap/")
                    || name.startsWith("inst/")
                    || name.equals("META-INF/MANIFEST.MF")
                    || name.equals("META-INF/LICENSE")
                    || name.equals("META-INF/NOTICE")
                    || name.equals("META-INF/THIRD-PARTY")
                    || name.startsWith("META-INF/licenses/"));
  }

  @Test
  void isolatesEveryClassElse() {
    assertThat(files())
        .filteredOn(name -> name.startsWith("inst/"))
        .noneMatch(name -> name.endsWith(".class"))
        .noneMatch(name -> name.contains("META-INF/versions/"))
        .noneMatch(name -> name.contains("module-info"))
        .noneMatch(name -> name.startsWith("inst/dev/leasehold/bootstrap/"))
        .noneMatch(name -> name.startsWith("inst/dev/leasehold/agent/"))
        .contains(
            "inst/org/objectweb/asm/ClassReader.classdata",
            "inst/com/fasterxml/jackson/core/JsonParser.classdata",
            "inst/dev/leasehold/lease/Lease.classdata",
            "inst/dev/leasehold/start/Leasehold.classdata");
  }

  @Test
  void givesTheBootLoaderFewClasses() {
    assertThat(files()).filteredOn(name -> name.endsWith(".class")).hasSizeLessThan(20);
  }

  @Test
  void holdsNothingThatAJava8CannotRead() throws IOException {
    for (String name : files()) {
      if (name.endsWith(".class") || name.endsWith(".classdata")) {
        assertThat(majorVersion(name)).as(name).isLessThanOrEqualTo(JAVA_8);
      }
    }
  }

  @Test
  void printsItsVersionAndWhereToReadOnWhereItIsRun() throws Exception {
    String version = AgentJar.version();
    for (Path home : Jdks.all()) {
      Outcome outcome = ForkedJvm.of(home).run("java", "-jar", AgentJar.path().toString());
      assertThat(outcome.out().lines())
          .startsWith("Leasehold " + version)
          .contains("  JAVA_TOOL_OPTIONS=-javaagent:" + AgentJar.path())
          .anyMatch(line -> line.startsWith("Documentation: https://"));
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.exitCode()).isZero();
    }
  }

  @Test
  void printsAnOptionThatAShellAndTheJvmReadWhereItsPathHasABlank(@TempDir Path directory)
      throws Exception {
    Path copy = Files.createDirectory(directory.resolve("a b")).resolve("leasehold-agent.jar");
    Files.copy(AgentJar.path(), copy);
    Path home = Jdks.all().get(0);
    Outcome outcome = ForkedJvm.of(home).run("java", "-jar", copy.toString());
    String option = "JAVA_TOOL_OPTIONS='-javaagent:\"" + copy + "\"'";
    assertThat(outcome.out().lines()).contains("  " + option);
    Process shell =
        new ProcessBuilder("sh", "-c", option + " " + home.resolve("bin/java") + " -version")
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
  }

  @Test
  void namesItselfInTheManifestSoThatTheBootLoaderFindsIt() throws IOException {
    assertThat(jar.getManifest().getMainAttributes().getValue("Boot-Class-Path").split(" ", -1))
        .containsExactly("leasehold-agent-" + AgentJar.version() + ".jar", "leasehold-agent.jar")
        .contains(AgentJar.path().getFileName().toString());
    assertThat(jar.isMultiRelease()).isFalse();
  }

  @Test
  void isSmall() throws IOException {
    assertThat(Files.size(AgentJar.path())).isLessThan(2_320_000);
  }

  private static int majorVersion(String name) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
      in.skipNBytes(6);
      return in.readUnsignedShort();
    }
  }

  private static List<String> files() {
    List<String> names = new ArrayList<>();
    jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).forEach(names::add);
    return names;
  }
}
