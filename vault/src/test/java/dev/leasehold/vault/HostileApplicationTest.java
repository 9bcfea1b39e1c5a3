package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostileApplicationTest {

  @Test
  void inheritsNothingThatTheApplicationSetForItsJvm() throws Exception {
    TestBed bed = Sessions.BED;
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-Djavax.net.ssl.trustStore=/does/not/exist",
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=1",
                    "-DsocksProxyHost=127.0.0.1",
                    "-DsocksProxyPort=1",
                    "-Dhttps.protocols=SSLv3",
                    "-Djdk.tls.client.protocols=TLSv1.2",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HostileApplication.class.getName(),
                    bed.vault().address().toString(),
                    bed.vault().caCertificate().toString(),
                    bed.tokenFile().toString()))
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(printed).endsWith("unharmed\n");
    }
    assertThat(process.waitFor()).isZero();
  }
}
