// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

  /** Of 12,000, so that two JVMs without locks would have some seven in common. */
  private static final int MANY = 300;

  @Test
  void areNeverThoseOfAnotherJvm() throws Exception {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<Integer> ports = new HashSet<>();
    try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
      for (int taken = 0; taken < MANY; taken++) {
        ports.add(Integer.valueOf(out.readLine()));
        ports.add(Ports.free());
      }
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(ports).hasSize(2 * MANY);
  }

  /** Takes ports, says which, and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      for (int taken = 0; taken < MANY; taken++) {
        System.out.println(Ports.free());
      }
      Thread.currentThread().join();
    }
  }
}
