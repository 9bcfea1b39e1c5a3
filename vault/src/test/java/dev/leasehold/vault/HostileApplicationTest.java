// SPDX-License-Identifier: Apache-2.0
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"replaced", "removed", "removed later"})
  void usesTheJdksOwnProvidersWhateverTheApplicationDoesToThem(String what) throws Exception {
    assertUnharmed(
        BED.vault().address().toString(),
        "-Dhostile.providers=" + what,
        "--add-opens=java.base/sun.security.jca=ALL-UNNAMED");
  }

  @Test
  void triesAgainWhatFailedForWantOfProviders() throws Exception {
    String printed =
        output(
            List.of(),
            HostileApplication.class,
            BED.vault().address().toString(),
            "-Dhostile.providers=removed for a while");
    assertThat(printed)
        .matches(
            "(failed: TLS cannot be set up with this JVM's security providers: .*\n){2}"
                + "unharmed\n");
  }

  @Test
  void renewsAtTheLimitOfOpenFilesAndNamesIt() throws Exception {
    String limited = "ulimit -n 100; exec \"$0\" \"$@\"";
    String printed =
        output(
            List.of("sh", "-c", limited),
            HungryApplication.class,
            BED.vault().address().toString(),
            "-Dleasehold.test=limit");
    assertThat(printed)
        .contains("renewed at the limit\nlogged in at the limit\n")
        .contains(
            "Vault could not be asked for sys/leases/renew: too many open files: the process is at"
                + " its limit of 100 (EMFILE). Find the code that does not close its files or"
                + " connections, or raise the limit (ulimit -n) (at ");
  }

  @Test
  void saysWhoTookTheNetworkAway() throws Exception {
    String printed =
        output(
            List.of(),
            RestrictedApplication.class,
            BED.vault().address().toString(),
            "-Djava.security.manager=allow");
    assertThat(printed)
        .contains(
            "UNAVAILABLE Vault could not be asked for auth/jwt/login: the use of the network ended"
                + " in dev.leasehold.vault.RestrictedApplication$NotEntitledException (component"
                + " [ALL-UNNAMED], entitlement outbound_network). Where the application restricts"
                + " its own code (a security manager, entitlements), let"
                + " dev.leasehold.vault open connections to Vault (at ");
  }

  private static void assertUnharmed(String vault, String... options) throws Exception {
    assertThat(output(List.of(), HostileApplication.class, vault, options)).endsWith("unharmed\n");
  }

  private static String output(
      List<String> before, Class<?> application, String vault, String... options) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(application.getName());
    command.add(vault);
    command.add(BED.vault().caCertificate().toString());
    command.add(BED.tokenFile().toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      assertThat(process.waitFor()).isZero();
    }
  }
}
