// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.net.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of the file that Kubernetes shows, here a file that a setting names. */
class SidecarTerminationIT extends SidecarBed {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path directory;

  private Path log = Path.of("");

  @BeforeEach
  void asTheKubeletDoes() throws IOException {
    log = Files.createFile(directory.resolve("termination-log"));
    environment.put("LEASEHOLD_TERMINATION_LOG", log.toString());
  }

  /** A startup probe ends such a sidecar by SIGTERM, and its status is 0. */
  @Test
  void saysWhyThereIsNoCredentialThoughItIsEndedInGoodOrder() throws Exception {
    environment.put("LEASEHOLD_AUTH_ROLE", "nobody");
    SidecarProcess sidecar = start("run").says("fetch failed");
    SidecarProcess.eventually("a reason", () -> termination().contains("nobody"));
    assertThat(start("healthcheck").end()).isEqualTo(ExitCode.UNHEALTHY.status());
    assertThat(sidecar.signal("TERM").end()).isZero();
    assertThat(termination())
        .startsWith("Leasehold: binding default has no credential: ")
        .contains("nobody")
        .hasLineCount(1);
  }

  @Test
  void saysNothingOnceThereIsACredential() throws Exception {
    try (Relay toVault = Relay.to(BED.vault().port())) {
      toVault.refuse();
      environment.put("VAULT_ADDR", "https://127.0.0.1:" + toVault.port());
      SidecarProcess sidecar = start("run").says("fetch failed");
      SidecarProcess.eventually("a reason", () -> !termination().isEmpty());
      toVault.pass();
      sidecar.says("has the credential of generation 1");
      SidecarProcess.eventually("no reason", () -> termination().isEmpty());
      assertThat(sidecar.signal("TERM").end()).isZero();
      assertThat(termination()).isEmpty();
    }
  }

  @Test
  void saysWhyACredentialIsNotInItsFile() throws Exception {
    Path taken = Files.createDirectory(file());
    SidecarProcess sidecar = start("run").says("was not written, and Leasehold");
    SidecarProcess.eventually("a reason", () -> !termination().isEmpty());
    assertThat(termination())
        .startsWith("Leasehold: binding default has no credential in its file: Volume ")
        .contains("as a directory is in its place")
        .hasLineCount(1);
    Files.delete(taken);
    sidecar.says("has the credential of generation 1");
    SidecarProcess.eventually("no reason", () -> termination().isEmpty());
    assertThat(sidecar.signal("TERM").end()).isZero();
    assertThat(termination()).isEmpty();
  }

  @Test
  void saysWhyItEndsItself() {
    environment.put("LEASEHOLD_AUTH_ROLE", "nobody");
    environment.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "5s"); // Vault has to answer within it.
    assertThat(start("init").end()).isNotZero();
    assertThat(termination())
        .startsWith("Leasehold: binding default got no credential within 5000 ms")
        .contains("nobody")
        .hasLineCount(1);
  }

  @Test
  void namesTheSettingThatIsWrong() {
    environment.put("LEASEHOLD_MARGINN", "2s");
    assertThat(start("healthcheck").end()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(termination()).as("a probe is not the container's program").isEmpty();
    assertThat(start("run").end()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(termination()).contains("LEASEHOLD_MARGINN");
  }

  @Test
  void namesTheWordOfTheCommandLineThatIsWrong() {
    assertThat(start("healthcheck", "--nonsense").end()).isEqualTo(ExitCode.USAGE.status());
    assertThat(termination()).as("a probe is not the container's program").isEmpty();
    assertThat(start("run", "--nonsense").end()).isEqualTo(ExitCode.USAGE.status());
    assertThat(termination()).isEqualTo("Leasehold: unknown option --nonsense");
  }

  private String termination() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
