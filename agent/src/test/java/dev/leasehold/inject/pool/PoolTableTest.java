// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/compatibility.md says of each pool stands in the pool's own folder, word for word. */
class PoolTableTest {

  private static final Path POOLS =
      Path.of("src", "main", "java", "dev", "leasehold", "inject", "pool");
  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");
  private static final Pattern ITEM = Pattern.compile("(?s)<li>(.*?)(?= \\* +<li>| \\* </ul>)");

  @Test
  void hasTheWordsOfTheFolders() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf("<!-- eviction -->");
    int end = document.indexOf("<!-- /eviction -->");
    assertThat(begin).isBetween(0, end);
    assertThat(document.substring(begin, end).lines().skip(3))
        .containsExactlyInAnyOrderElementsOf(rows());
  }

  private static List<String> rows() throws IOException {
    try (Stream<Path> files = Files.walk(POOLS)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .flatMap(file -> ITEM.matcher(read(file)).results())
          .map(item -> row(item.group(1)))
          .toList();
    }
  }

  private static String row(String item) {
    String words = item.replaceAll("\\s*\\n \\* *", " ").strip();
    return "| " + words.replaceAll("\\{@code ([^}]*)}", "`$1`") + " |";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
