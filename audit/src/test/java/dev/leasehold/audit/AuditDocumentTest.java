// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.join.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Option;

/** {@code docs/audit.md} has the words of the program. */
class AuditDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "audit.md");

  @ParameterizedTest
  @EnumSource
  void hasASectionForEachCode(FindingCode code) throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains("\n### " + code + " " + code.title() + "\n\nSeverity: " + code.severity() + ".");
  }

  @Test
  void listsEveryOption() throws IOException {
    String document = Files.readString(DOCUMENT);
    Stream.of(AuditOptions.class, WatchCommand.class)
        .flatMap(options -> Stream.of(options.getDeclaredFields()))
        .filter(field -> field.isAnnotationPresent(Option.class))
        .map(field -> field.getAnnotation(Option.class).names()[0])
        .forEach(name -> assertThat(document).contains("| `" + name + "` |"));
  }

  @ParameterizedTest
  @EnumSource
  void listsEveryExitCode(AuditStatus status) throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains("\n| " + status.code() + " | ");
  }
}
