// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {

  /** Every sample and application of the tests; the demo drives a sample and is none. */
  static List<Path> samples() throws IOException {
    List<Path> samples = new ArrayList<>();
    for (String parent : List.of("samples", "integration-tests/applications")) {
      try (Stream<Path> folders = Files.list(SourceTree.root().resolve(parent))) {
        folders
            .filter(folder -> Files.exists(folder.resolve("pom.xml")))
            .filter(folder -> !folder.endsWith("demo"))
            .forEach(samples::add);
      }
    }
    return samples;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void knowNothingOfLeasehold(Path sample) throws IOException {
    List<Path> files = files(sample);
    assertThat(files).hasSizeGreaterThan(3);
    for (Path file : files) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))
          .as("%s", file)
          .doesNotContain("leasehold")
          .doesNotContain("vault");
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !directory.relativize(file).startsWith("target"))
          .toList();
    }
  }
}
