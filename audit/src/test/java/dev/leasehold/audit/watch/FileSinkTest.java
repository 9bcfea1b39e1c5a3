// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.join.FindingCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSinkTest {

  private static final FindingText FIRST =
      new FindingText("1", FindingCode.LA01, "{\"id\":\"1\",\"detail\":\"first\"}");
  private static final FindingText SECOND =
      new FindingText("2", FindingCode.LA02, "{\"id\":\"2\",\"detail\":\"second\"}");
  private static final String BOTH = FIRST.text() + "\n" + SECOND.text() + "\n";

  private final Path file;

  FileSinkTest(@TempDir Path folder) {
    this.file = folder.resolve("found.json");
  }

  /** The process was killed after so many bytes of its write, and before or after lines of old. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void completesWhatAKilledProcessHasWrittenOf(boolean hasOlder) throws Exception {
    String older = hasOlder ? "{\"id\":\"0\"}\n" : "";
    for (int length = 0; length <= BOTH.length(); length++) {
      Files.writeString(file, older + BOTH.substring(0, length));
      new FileSink(file).write(List.of(FIRST, SECOND));
      assertThat(Files.readString(file)).as(length + " bytes").isEqualTo(older + BOTH);
    }
  }

  @Test
  void leavesALineOfSomebodyElseAlone() throws Exception {
    Files.writeString(file, "half a line");
    new FileSink(file).write(List.of(FIRST));
    assertThat(Files.readString(file)).isEqualTo("half a line\n" + FIRST.text() + "\n");
  }

  @Test
  void makesTheFileForItsOwnerAlone() throws Exception {
    new FileSink(file).write(List.of(FIRST, SECOND));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).isEqualTo(BOTH);
  }
}
