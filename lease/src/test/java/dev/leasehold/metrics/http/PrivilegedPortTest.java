// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.metrics.MetricsRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A port below 1024, in a process without the privilege, also where root runs the test. */
class PrivilegedPortTest {

  private static final int PORT = 1023;

  @Test
  void isRefusedWithTheReasonAndTheNextStep() throws Exception {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--bounding-set=-net_bind_service"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Listening.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said.strip())
          .startsWith("cannot listen at 127.0.0.1:1023 (Permission denied")
          .endsWith("); a port below 1024 needs a privilege, so choose a higher port");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Says why it cannot listen. */
  static final class Listening {
    private Listening() {}

    public static void main(String[] arguments) {
      MetricsRegistry registry = new MetricsRegistry("agent", "1", LeaseClock.system());
      InetSocketAddress low = InetSocketAddress.createUnresolved("127.0.0.1", PORT);
      try (MetricsServer server = MetricsServer.start(low, registry, fault -> {})) {
        System.out.println("listens at " + server.port());
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
