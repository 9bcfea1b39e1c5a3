// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeTest {
  private static final int BOUND_SECONDS = 60;

  @Test
  void givesWhatTheSecondPrintsAndBothSay() {
    List<String> from = List.of("sh", "-c", "echo a; echo said >&2");
    assertThat(Command.pipe(from, List.of("tr", "a", "b"), Duration.ofSeconds(BOUND_SECONDS)))
        .contains("said")
        .contains("b");
  }

  @Test
  void endsWhatTakesLongerThanItsBound(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    List<String> from = List.of("sh", "-c", "echo $$ >\"$0\"; exec sleep 600", pid.toString());
    assertThatThrownBy(() -> Command.pipe(from, List.of("cat"), Duration.ofSeconds(2)))
        .isInstanceOf(TestBedException.class);
    Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (left.isPresent()) {
      left.get().onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
  }
}
