// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandDocumentTest {

  @ParameterizedTest
  @EnumSource
  void theDocumentListsEveryExitCode(CommandExitCode code) throws IOException {
    String document = Files.readString(Path.of("..", "docs", "cli.md"));
    assertThat(document).contains("| " + code.status() + " | " + code.meaning() + " |");
  }

  @Test
  void theDocumentListsEveryOption() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "cli.md"));
    PrintWriter messages = new PrintWriter(Writer.nullWriter());
    for (Object command :
        List.of(
            new InjectCommand(new Streams(System.in, OutputStream.nullOutputStream(), messages)),
            new StatusCommand(messages))) {
      new picocli.CommandLine(command)
          .getCommandSpec()
          .options()
          .forEach(option -> assertThat(document).contains("`" + option.longestName()));
    }
  }
}
