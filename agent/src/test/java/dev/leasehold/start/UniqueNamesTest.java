// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A simple name stands for one class of what is shipped, so that a name says which one is meant.
 */
class UniqueNamesTest {

  private static final Path REPOSITORY = Path.of("..");

  /** Folders of programs that nobody installs. */
  private static final Set<String> NOT_SHIPPED =
      Set.of("testbed", "integration-tests", "benchmarks", "samples");

  private static final Pattern DECLARED =
      Pattern.compile(
          "(?m)^ *(?:(?:public|protected|private|static|final|abstract) )*"
              + "(?:class|@?interface|enum|record) ([A-Z]\\w*)");

  /** Nor to a nested class. */
  @Test
  void isNotGivenTwice() throws IOException {
    Map<String, List<String>> byName = new TreeMap<>();
    for (Path module : modules()) {
      for (Path source : sources(module)) {
        DECLARED
            .matcher(Files.readString(source))
            .results()
            .forEach(
                declared ->
                    byName
                        .computeIfAbsent(declared.group(1), name -> new ArrayList<>())
                        .add(source.toString()));
      }
    }
    assertThat(byName).containsKeys("LeaseholdAgent", "LeaseholdSidecar", "QueuedOffer");
    assertThat(byName.values()).filteredOn(sources -> sources.size() > 1).isEmpty();
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(REPOSITORY)) {
      return folders
          .filter(folder -> !NOT_SHIPPED.contains(folder.getFileName().toString()))
          .map(folder -> folder.resolve(Path.of("src", "main", "java")))
          .filter(Files::isDirectory)
          .toList();
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
