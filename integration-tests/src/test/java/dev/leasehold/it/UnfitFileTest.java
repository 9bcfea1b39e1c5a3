// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnfitFileTest {

  /** A row of the table, whose second column is the agent's message. */
  private static final Pattern ROW = Pattern.compile("\\| [^|]+ \\| `([^`]+)` \\|");

  /** Of a directory and not of a file, and no test is quick enough to bring it about each time. */
  private static final String OF_A_DIRECTORY = "was replaced each of the 10 times that it was read";

  @Test
  void isWhatTheDocumentSaysIsRefused() throws IOException {
    List<String> documented =
        Files.readAllLines(Jars.built("docs/file-source.md")).stream()
            .dropWhile(line -> !line.equals("## Refused files"))
            .takeWhile(line -> !line.equals("## SIGHUP"))
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .map(row -> row.group(1))
            .filter(message -> !message.equals(OF_A_DIRECTORY))
            .toList();
    assertThat(Stream.of(UnfitFile.values()).map(UnfitFile::message))
        .containsExactlyInAnyOrderElementsOf(documented);
  }
}
