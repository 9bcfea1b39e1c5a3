// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {

  private final File hostName;
  private final File self;

  ProcessIdentityTest(@TempDir Path proc) throws IOException {
    hostName = proc.resolve("hostname").toFile();
    Files.createDirectory(proc.resolve("4711"));
    self = Files.createSymbolicLink(proc.resolve("self"), Path.of("4711")).toFile();
  }

  @Test
  void isThePodThatKubernetesNamesAndTheProcess() throws IOException {
    Files.writeString(hostName.toPath(), "node-1\n");
    ProcessIdentity identity = of("orders-7d9f8c6b5d-x2k4p");
    assertThat(identity.pod()).isEqualTo("orders-7d9f8c6b5d-x2k4p");
    assertThat(identity.process()).isEqualTo("orders-7d9f8c6b5d-x2k4p 4711");
  }

  @Test
  void isThePodThatAManifestNamesWhereTheHostHasAnotherName() {
    Map<String, String> environment = Map.of("POD_NAME", "orders-0", "HOSTNAME", "node-1");
    assertThat(ProcessIdentity.of(environment, hostName, self).pod()).isEqualTo("orders-0");
  }

  @Test
  void isTheHostAndTheProcessWhereNothingNamesAPod() throws IOException {
    Files.writeString(hostName.toPath(), "db-host-1\n");
    for (String pod : new @Nullable String[] {null, ""}) {
      ProcessIdentity identity = of(pod);
      assertThat(identity.pod()).isEqualTo("db-host-1");
      assertThat(identity.process()).isEqualTo("db-host-1 4711");
      assertThat(of(pod).process()).isEqualTo(identity.process());
    }
  }

  @Test
  void isChanceAndNotOneNameForAllWhereTheHostHasNone() throws IOException {
    assertThat(of(null).pod()).isEqualTo("unknown");
    assertThat(of(null).process()).isNotEqualTo(of(null).process());
    Files.writeString(hostName.toPath(), "\n");
    assertThat(of(null).pod()).isEqualTo("unknown");
    assertThat(of("").process()).isNotEqualTo(of("").process());
  }

  @Test
  void isKnownByItsHostOnLinux() {
    assertThat(ProcessIdentity.ofThisProcess().pod()).isNotEqualTo("unknown");
    assertThat(ProcessIdentity.ofThisProcess().process())
        .endsWith(" " + ProcessHandle.current().pid());
  }

  private ProcessIdentity of(@Nullable String pod) {
    Map<String, String> environment = pod == null ? Map.of() : Map.of("HOSTNAME", pod);
    return ProcessIdentity.of(environment, hostName, self);
  }
}
