package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostileApplicationTest {

  private static final TestBed BED = Sessions.BED;

  @Test
  void inheritsNothingThatTheApplicationSetForItsJvm() throws Exception {
    assertUnharmed(
        BED.vault().address().toString(),
        "-Djavax.net.ssl.trustStore=/does/not/exist",
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=1",
        "-DsocksProxyHost=127.0.0.1",
        "-DsocksProxyPort=1",
        "-Dhttps.protocols=SSLv3",
        "-Djdk.tls.client.protocols=TLSv1.2");
  }

  /** Vault listens on the second. */
  @Test
  void triesEachAddressOfAName(@TempDir Path directory) throws Exception {
    Path hosts = directory.resolve("hosts");
    Files.writeString(hosts, "127.0.0.2 localhost\n127.0.0.1 localhost\n");
    assertUnharmed("https://localhost:" + BED.vault().port(), "-Djdk.net.hosts.file=" + hosts);
  }

  private static void assertUnharmed(String vault, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HostileApplication.class.getName());
    command.add(vault);
    command.add(BED.vault().caCertificate().toString());
    command.add(BED.tokenFile().toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(printed).endsWith("unharmed\n");
    }
    assertThat(process.waitFor()).isZero();
  }
}
