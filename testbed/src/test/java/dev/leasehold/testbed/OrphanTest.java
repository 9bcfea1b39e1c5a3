// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrphanTest {
  private static final int BOUND_SECONDS = 60;

  @Test
  void leavesNothingBehindWhenTheJvmIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Path> directories;
    List<ProcessHandle> servers;
    try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
      directories = List.of(Path.of(out.readLine()), Path.of(out.readLine()));
      assertThat(directories).allMatch(Files::isDirectory);
      servers = jvm.descendants().toList();
      assertThat(servers).hasSizeGreaterThan(4);
    } finally {
      jvm.destroyForcibly();
    }
    for (ProcessHandle server : servers) {
      server.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(directories).noneMatch(Files::exists);
  }

  /** Starts a test bed, says where, and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      TestBed bed = TestBed.start();
      Application.logIn(bed).lease();
      System.out.println(bed.vault().directory());
      System.out.println(bed.postgres().log().getParent());
      Thread.currentThread().join();
    }
  }
}
