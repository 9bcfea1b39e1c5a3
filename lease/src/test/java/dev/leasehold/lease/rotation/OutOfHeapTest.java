// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutOfHeapTest {

  private static final int TIMES = 5;

  @Test
  void goesOnEachTimeThatTheApplicationHasGivenTheHeapBack() throws Exception {
    Process process = start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(output).contains("goes on after time " + TIMES);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx24m",
            "-cp",
            System.getProperty("java.class.path"),
            HungryApplication.class.getName(),
            Integer.toString(TIMES))
        .redirectErrorStream(true)
        .start();
  }
}
