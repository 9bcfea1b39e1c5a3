// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The words of docs/compatibility.md about each pool stand in the pool's own folder, word for word.
 */
class PoolTableTest {

  private static final Path POOLS =
      Path.of("src", "main", "java", "dev", "leasehold", "inject", "pool");
  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");
  private static final Path LIBRARIES = Path.of("..", "integration-tests", "libraries.txt");
  private static final Pattern ITEM = Pattern.compile("(?s)<li>(.*?)(?= \\* +<li>| \\* </ul>)");
  private static final Pattern VERSION = Pattern.compile("`([^`]+)` ([^ ,]+)");

  @Test
  void hasTheWordsOfTheFolders() throws IOException {
    assertThat(table("eviction")).containsExactlyInAnyOrderElementsOf(rows());
  }

  @Test
  void namesTheOldestVersionThatApplicationsOfTheTestsRunWith() throws IOException {
    Map<String, List<String>> shown =
        Files.readAllLines(LIBRARIES).stream()
            .map(line -> line.split(":"))
            .filter(coordinates -> coordinates.length == 3)
            .collect(
                Collectors.groupingBy(
                    coordinates -> coordinates[1],
                    Collectors.mapping(coordinates -> coordinates[2], Collectors.toList())));
    oldest()
        .forEach(
            (artifact, versions) -> {
              List<String> run = shown.getOrDefault(artifact, List.of());
              assertThat(run).as(artifact).containsAll(versions);
              assertThat(versions).as(artifact).contains(run.get(0));
            });
  }

  @Test
  void saysOfEachPoolThatIsShownHowItLetsGo() throws IOException {
    assertThat(oldest().keySet())
        .containsAll(versions(table("pools").stream().map(row -> cell(row, 2))).keySet());
  }

  private static Map<String, List<String>> oldest() {
    return versions(rows().stream().map(row -> cell(row, 2)));
  }

  private static Map<String, List<String>> versions(Stream<String> cells) {
    return cells
        .flatMap(cell -> VERSION.matcher(cell).results())
        .collect(
            Collectors.groupingBy(
                version -> version.group(1),
                Collectors.mapping(version -> version.group(2), Collectors.toList())));
  }

  private static String cell(String row, int number) {
    return row.split(" *\\| *", -1)[number];
  }

  private static List<String> table(String name) throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf("<!-- " + name + " -->");
    int end = document.indexOf("<!-- /" + name + " -->");
    assertThat(begin).isBetween(0, end);
    return document.substring(begin, end).lines().skip(3).toList();
  }

  private static List<String> rows() {
    try (Stream<Path> files = Files.walk(POOLS)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .flatMap(file -> ITEM.matcher(read(file)).results())
          .map(item -> row(item.group(1)))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
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
