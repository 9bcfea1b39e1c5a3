// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code build/reproducible}, with other programs in the place of Maven, Git and {@code jar}. */
class ReproducibleTest {

  private final Path project;

  ReproducibleTest(@TempDir Path project) {
    this.project = project;
  }

  @BeforeEach
  void copy() throws IOException {
    Path script = Files.createDirectories(project.resolve("build")).resolve("reproducible");
    Files.copy(SourceTree.root().resolve("build/reproducible"), script);
    program("git", "if [ \"$1\" = archive ]; then tar -c build; fi");
    program("jar", "");
  }

  @ParameterizedTest
  @CsvSource({
    "0.2.0, 0.2.0",
    "0.2.0-rc.1, 0.2.0-rc.1",
    "0.1.0-SNAPSHOT, 0.1.0-20261130.170000-1",
    "0.2.0-rc.1-SNAPSHOT, 0.2.0-rc.1-20261130.170000-1"
  })
  void knowsTheFilesOfEachKindOfVersion(String version, String inNames) throws Exception {
    stages(version, inNames, "-cyclonedx.json -javadoc.jar -sources.jar .jar .pom");
    assertThat(printed(0)).endsWith("reproducible: both builds are identical\n");
  }

  @ParameterizedTest
  @CsvSource({
    "-cyclonedx.json -javadoc.jar -sources.jar -tests.jar .jar .pom, > dev/leasehold/leasehold-agent/*/leasehold-agent-*-tests.jar",
    "-cyclonedx.json -javadoc.jar .jar .pom, < dev/leasehold/leasehold-agent/*/leasehold-agent-*-sources.jar"
  })
  void namesAFileThatIsTooManyOrMissing(String ends, String line) throws Exception {
    stages("0.2.0-rc.1", "0.2.0-rc.1", ends);
    assertThat(printed(1)).contains(line + "\n").contains("would be published, or missed");
  }

  /** A file of another version beside them would be published, too. */
  @Test
  void namesAFileOfAnotherVersion() throws Exception {
    stages("0.2.0", "0.2.0-rc.1", "-cyclonedx.json -javadoc.jar -sources.jar .jar .pom");
    assertThat(printed(1)).contains("> dev/leasehold/leasehold-agent/*/leasehold-agent-*-rc.1.jar");
  }

  /** Has Maven make the files with digests, and stage files with these ends of their names. */
  private void stages(String version, String inNames, String ends) throws IOException {
    program(
        "mvn",
        "mkdir -p agent/target sidecar-image/target/image\n"
            + "for end in .jar -sources.jar -javadoc.jar -sbom.json; do\n"
            + "  echo built >agent/target/leasehold-agent$end\n"
            + "done\n"
            + "echo built >agent/target/.flattened-pom.xml\n"
            + "for end in oci.tar docker.tar sbom.json; do\n"
            + "  echo built >sidecar-image/target/image/leasehold-sidecar-$end\n"
            + "done\n"
            + ("folder=target/staging/dev/leasehold/leasehold-agent/" + version + "\n")
            + "mkdir -p $folder\n"
            + ("for end in " + ends + "; do\n")
            + ("  touch $folder/leasehold-agent-" + inNames + "$end\n")
            + "done");
  }

  private String printed(int status) throws Exception {
    ProcessBuilder script = new ProcessBuilder("bash", "build/reproducible");
    script.directory(project.toFile()).redirectErrorStream(true);
    script
        .environment()
        .merge("PATH", project.resolve("programs") + ":", (path, first) -> first + path);
    Process process = script.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isEqualTo(status);
    return printed;
  }

  private void program(String name, String command) throws IOException {
    Path program = Files.createDirectories(project.resolve("programs")).resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
