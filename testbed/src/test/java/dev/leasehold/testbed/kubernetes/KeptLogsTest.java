// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLogsTest {

  private static final String TIME = "2026-11-29T08:00:00.000000001Z stdout F ";

  @Test
  void keepsTheLinesOfARunThatIsRemoved(@TempDir Path directory) throws IOException {
    Path first = Files.writeString(directory.resolve("0.log"), TIME + "one  more\n");
    try (KeptLogs logs = KeptLogs.of(() -> List.of(first))) {
      Files.writeString(first, TIME + "two\n", StandardOpenOption.APPEND);
      Files.delete(first);
      assertThat(logs.lines()).containsExactly("one  more", "two");
    }
  }

  @Test
  void findsARunThatBeginsLater(@TempDir Path directory) throws Exception {
    Path second = directory.resolve("1.log");
    try (KeptLogs logs = KeptLogs.of(() -> List.of(second))) {
      assertThat(logs.byFile()).isEmpty();
      Files.writeString(second, TIME + "again\n");
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (logs.byFile().isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(logs.byFile()).containsOnlyKeys(second);
      assertThat(logs.lines()).containsExactly("again");
    }
  }
}
