// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dregenerate.docs=true} to write the table anew. */
class SettingsDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "settings.md");

  @Test
  void holdsTheTableThatTheCodeHas() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(SettingsTable.BEGIN) + SettingsTable.BEGIN.length();
    int end = document.indexOf(SettingsTable.END);
    assertThat(end).as("the marks around the table").isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("regenerate.docs")) {
      Files.writeString(
          DOCUMENT,
          document.substring(0, begin) + SettingsTable.markdown() + document.substring(end));
    } else {
      assertThat(document.substring(begin, end)).isEqualTo(SettingsTable.markdown());
    }
  }
}
