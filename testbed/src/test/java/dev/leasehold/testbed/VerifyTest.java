// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The words of {@code ./verify} about a run, with other programs in the place of Maven and servers.
 */
class VerifyTest {

  private static final List<String> COPIED = List.of("verify", "build/reported", "build/spdx");

  private final Path project;

  VerifyTest(@TempDir Path project) {
    this.project = project;
  }

  @BeforeEach
  void copy() throws IOException {
    for (String name : COPIED) {
      Path copy = project.resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(SourceTree.root().resolve(name), copy);
    }
    write("testbed/servers/build", "");
    write("testbed/with-docker", "exec \"$@\"");
    write("samples/prepare", "");
  }

  @Test
  void namesInItsLastLinesWhatThisMachineCannotRun() throws Exception {
    reports("<skipped message=\"no Docker answers here, and none can be started\"/>");
    Run run = verify("");
    assertThat(run.status).isZero();
    assertThat(run.lines.get(run.lines.size() - 1))
        .isEqualTo("  skipped: a.DockerIT.runs: no Docker answers here, and none can be started");
  }

  @Test
  void failsInContinuousIntegrationWhereATestWasSkipped() throws Exception {
    reports("<skipped message=\"no Docker answers here, and none can be started\"/>");
    Run run = verify("true");
    assertThat(run.status).isEqualTo(1);
    assertThat(run.lines.get(run.lines.size() - 1)).contains("a skipped test is a failure");
  }

  @Test
  void passesWhereNothingButALongFormWasSkipped() throws Exception {
    reports("<skipped message=\"System property [leasehold.restarts] does not exist\"/>");
    Run run = verify("true");
    assertThat(run.status).isZero();
    assertThat(run.lines.get(run.lines.size() - 1)).endsWith("all passed, none skipped");
  }

  @Test
  void saysWhatToDoWhereAServerCannotBeBuilt() throws Exception {
    Path script = project.resolve("testbed/servers/build");
    Files.copy(
        SourceTree.root().resolve("testbed/servers/build"),
        script,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String server : List.of("vault", "kubernetes")) {
      Files.createDirectory(script.resolveSibling(server));
      Files.writeString(script.resolveSibling(server).resolve("go.mod"), "module " + server);
    }
    write("programs/go", "exit 1");
    Run run = verify("");
    assertThat(run.status).isEqualTo(69);
    assertThat(String.join("\n", run.lines)).contains(": failed with 1 after");
    assertThat(run.lines.get(run.lines.size() - 1))
        .containsPattern("(vault|kubernetes) was not built: Go needs its module proxy");
  }

  /** Has Maven write the report of one test. */
  private void reports(String result) throws IOException {
    write(
        "programs/mvn",
        "mkdir -p target/failsafe-reports; cat >target/failsafe-reports/TEST-a.xml <<'END'\n"
            + "<testsuite>\n  <testcase name=\"runs\" classname=\"a.DockerIT\">\n    "
            + result
            + "\n  </testcase>\n</testsuite>\nEND");
  }

  private Run verify(String ci) throws IOException, InterruptedException {
    ProcessBuilder verify = new ProcessBuilder(project.resolve("verify").toString());
    verify.environment().put("CI", ci);
    verify.environment().put("TESTBED_CACHE", project.resolve("cache").toString());
    verify
        .environment()
        .merge("PATH", project.resolve("programs") + ":", (path, first) -> first + path);
    Process process = verify.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), printed.lines().toList());
  }

  private void write(String name, String command) throws IOException {
    Path program = project.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(
        program, "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n" + command + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Run(int status, List<String> lines) {}
}
