// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code build/set-version}, with another program in the place of Maven. */
class SetVersionTest {

  private final Path project;

  SetVersionTest(@TempDir Path project) throws IOException {
    this.project = project;
    Path script = Files.createDirectories(project.resolve("build")).resolve("set-version");
    Files.copy(SourceTree.root().resolve("build/set-version"), script);
    write("deploy/helm/leasehold/Chart.yaml", "version: 0.1.0\n");
    write("deploy/kustomization.yaml", "newTag: 0.1.0 # as below\nother: 0.1.0\n");
    write("docs/install.md", "image: example/leasehold-agent:0.1.0\nnot 0.1.0, 0x1x0\n");
    write("README.md", "leasehold-sidecar:0.1.01\n");
    write("cli/src/main/A.java", "\"leasehold-sidecar:0.1.0\"\n");
    write("cli/src/main/target/A.java", "\"leasehold-sidecar:0.1.0\"\n");
  }

  @Test
  void setsTheVersionOfPomsAndImagesForARelease() throws Exception {
    List<String> lines = run("0.2.0");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("versions:set -DnewVersion=0.2.0 -DprocessAllModules");
    assertThat(lines.get(1))
        .contains("versions:set-property -Dproperty=project.build.outputTimestamp")
        .containsPattern("-DnewVersion=\\d{4}-\\d\\d-\\d\\dT00:00:00Z$");
    assertThat(read("deploy/helm/leasehold/Chart.yaml")).isEqualTo("version: 0.2.0\n");
    assertThat(read("deploy/kustomization.yaml"))
        .isEqualTo("newTag: 0.2.0 # as below\nother: 0.1.0\n");
    assertThat(read("docs/install.md"))
        .isEqualTo("image: example/leasehold-agent:0.2.0\nnot 0.1.0, 0x1x0\n");
    assertThat(read("README.md")).isEqualTo("leasehold-sidecar:0.1.01\n");
    assertThat(read("cli/src/main/A.java")).isEqualTo("\"leasehold-sidecar:0.2.0\"\n");
    assertThat(read("cli/src/main/target/A.java")).isEqualTo("\"leasehold-sidecar:0.1.0\"\n");
  }

  @Test
  void setsAPreReleaseAndTheReleaseAfterIt() throws Exception {
    assertThat(run("0.2.0-rc.1").get(0)).contains("-DnewVersion=0.2.0-rc.1 ");
    assertThat(read("deploy/helm/leasehold/Chart.yaml")).isEqualTo("version: 0.2.0-rc.1\n");
    assertThat(read("docs/install.md")).startsWith("image: example/leasehold-agent:0.2.0-rc.1\n");
    run("0.2.0");
    assertThat(read("deploy/helm/leasehold/Chart.yaml")).isEqualTo("version: 0.2.0\n");
    assertThat(read("docs/install.md")).startsWith("image: example/leasehold-agent:0.2.0\n");
  }

  @Test
  void setsTheVersionOfThePomsAloneBetweenReleases() throws Exception {
    assertThat(run("0.2.1-SNAPSHOT")).singleElement().asString().contains("versions:set ");
    assertThat(read("docs/install.md")).contains("leasehold-agent:0.1.0");
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    List<String> lines = run("--dry-run", "0.2.0");
    assertThat(lines).hasSizeGreaterThan(4).anyMatch(line -> line.endsWith(" docs/install.md"));
    assertThat(lines.get(0)).startsWith("mvn ");
    assertThat(read("docs/install.md")).contains("leasehold-agent:0.1.0");
  }

  @Test
  void refusesWhatIsNoVersion() throws Exception {
    assertThat(String.join("\n", run("next"))).contains("build/set-version VERSION");
  }

  private List<String> run(String... arguments) throws Exception {
    Path programs = Files.createDirectories(project.resolve("programs"));
    Path maven = Files.writeString(programs.resolve("mvn"), "#!/bin/sh\necho \"$@\"\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    ProcessBuilder script = new ProcessBuilder("bash", "build/set-version");
    script.command().addAll(List.of(arguments));
    script.directory(project.toFile()).redirectErrorStream(true);
    script.environment().merge("PATH", programs + ":", (path, first) -> first + path);
    return script.start().inputReader().lines().toList();
  }

  private void write(String name, String content) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String read(String name) throws IOException {
    return Files.readString(project.resolve(name));
  }
}
