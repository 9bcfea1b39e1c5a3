// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A simple name stands for one class of the modules that ship, so that a name says which class is
 * meant.
 */
class UniqueNamesTest {

  /** Folders of programs that nobody installs. */
  private static final Set<String> NOT_SHIPPED =
      Set.of("testbed", "integration-tests", "benchmarks", "samples");

  /** Where the sources are below the folder of a module. */
  private static final Path SOURCES = Path.of("src", "main", "java");

  private static final Pattern DECLARED =
      Pattern.compile(
          "(?m)^ *(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed|strictfp) )*"
              + "(?:class|@?interface|enum|record) ([A-Z]\\w*)");

  private static final Set<String> SMALL_WORDS = Set.of("By", "For", "In", "Of");

  /** A word; more capital letters are a word, too. */
  private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]+|[A-Z]+(?![a-z])");

  /** Nor to a nested class. */
  @Test
  void isNotGivenTwice() throws IOException {
    Map<String, List<String>> byName = sourcesByName();
    assertThat(byName)
        .containsKeys("LeaseholdAgent", "LeaseholdSidecar", "QueuedOffer", "YamlNode");
    assertThat(byName.values()).filteredOn(sources -> sources.size() > 1).isEmpty();
  }

  /** A reader would mistake {@code SettingsFile} for {@code FileSettings}. */
  @Test
  void isNotAnotherNameWithItsWordsInAnotherOrder() throws IOException {
    Map<String, Map<String, String>> bySortedWords = new TreeMap<>();
    for (String name : sourcesByName().keySet()) {
      List<String> words = words(name);
      String sorted = words.stream().sorted().collect(joining(" "));
      bySortedWords
          .computeIfAbsent(sorted, key -> new TreeMap<>())
          .put(String.join(" ", words), name);
    }
    assertThat(words("ConnectionsByGeneration"))
        .containsExactlyInAnyOrderElementsOf(words("GenerationConnections"));
    assertThat(bySortedWords.values()).filteredOn(orders -> orders.size() > 1).isEmpty();
  }

  /** Returns the nouns and verbs of a name, without the plural's letter. */
  private static List<String> words(String name) {
    return WORD.matcher(name)
        .results()
        .map(word -> word.group().replaceFirst("s$", ""))
        .filter(word -> !SMALL_WORDS.contains(word))
        .toList();
  }

  private static Map<String, List<String>> sourcesByName() throws IOException {
    Map<String, List<String>> byName = new TreeMap<>();
    for (Path source : Repository.files(name -> name.endsWith(".java"))) {
      if (isShipped(source)) {
        DECLARED
            .matcher(Repository.read(source))
            .results()
            .forEach(
                declared ->
                    byName
                        .computeIfAbsent(declared.group(1), name -> new ArrayList<>())
                        .add(source.toString()));
      }
    }
    return byName;
  }

  private static boolean isShipped(Path source) {
    return !NOT_SHIPPED.contains(source.getName(0).toString())
        && source.subpath(1, source.getNameCount()).startsWith(SOURCES);
  }
}
