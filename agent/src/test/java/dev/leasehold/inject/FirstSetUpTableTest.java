// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document names each version of a pool of which {@link FirstSetUpTest} runs the set-up. */
class FirstSetUpTableTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");
  private static final Pattern LIBRARY = Pattern.compile("(.+?)-(\\d.*)");

  @Test
  void hasTheVersionsOfTheKnownPools() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf("<!-- first-set-ups -->");
    int end = document.indexOf("<!-- /first-set-ups -->");
    assertThat(begin).isBetween(0, end);
    assertThat(document.substring(begin, end).lines().skip(3))
        .containsExactlyElementsOf(
            versions().entrySet().stream()
                .map(pool -> "| `" + pool.getKey() + "` | " + joined(pool.getValue()) + " |")
                .toList());
  }

  private static String joined(SortedSet<String> versions) {
    return String.join(", ", versions);
  }

  private static Map<String, SortedSet<String>> versions() {
    Map<String, SortedSet<String>> versions = new LinkedHashMap<>();
    for (KnownPool pool : KnownPool.values()) {
      Matcher library = LIBRARY.matcher(pool.library());
      assertThat(library.matches()).as(pool.library()).isTrue();
      versions
          .computeIfAbsent(
              library.group(1), artifact -> new TreeSet<>(Comparator.comparing(Version::parse)))
          .add(library.group(2));
    }
    return versions;
  }
}
