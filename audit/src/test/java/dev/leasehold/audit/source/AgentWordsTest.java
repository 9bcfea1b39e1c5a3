// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent and the sidecar write the words that the audit knows their messages by. */
class AgentWordsTest {

  private static final List<Path> SOURCES =
      List.of(
          Path.of("../agent/src/main/java/dev/leasehold/observe"),
          Path.of("../agent/src/main/java/dev/leasehold/start/AgentRuntime.java"),
          Path.of("../sidecar-image/src/main/java/dev/leasehold/sidecar/CredentialSidecar.java"),
          Path.of("../sidecar-image/src/main/java/dev/leasehold/sidecar/delivery/LeaseLog.java"));

  @ParameterizedTest
  @EnumSource
  void standInTheSources(AgentEvent event) throws IOException {
    String sources = texts(SOURCES);
    for (String words : event.words()) {
      assertThat(sources.contains(words)).as(words).isTrue();
    }
  }

  @Test
  void theFormsOfALineAreThoseOfItsWriters() throws IOException {
    Path sidecar = Path.of("../sidecar-image/src/main/java/dev/leasehold/sidecar/log");
    assertThat(texts(List.of(SOURCES.get(0)))).contains(" [leasehold] ");
    assertThat(texts(List.of(sidecar)))
        .contains(" - ", "\"leasehold\"", "@timestamp", "log.level", "\"message\"", "log.logger");
    assertThat(
            texts(
                List.of(
                    Path.of(
                        "../lease/src/main/java/dev/leasehold/lease/rotation/LeasedGeneration.java"))))
        .contains("binding + \" generation \" + number + \" (\"");
  }

  /** Values stand in a text as {@code {}}, or between two parts of it. */
  private static String texts(List<Path> sources) throws IOException {
    StringBuilder texts = new StringBuilder();
    for (Path source : sources) {
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
          texts.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "")).append('\n');
        }
      }
    }
    return texts.toString();
  }
}
