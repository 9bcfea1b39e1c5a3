// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/compatibility.md} that tests do not write agree with the tests. */
class CompatibilityTablesTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");

  @Test
  void hasARowForEachReactiveClient() throws IOException {
    assertThat(rows("reactive"))
        .containsExactlyElementsOf(
            ReactiveIT.EVERY.stream().map(CompatibilityTablesTest::row).toList());
  }

  private static String row(Source source) {
    String pool =
        switch (source.name()) {
          case "VertxPgPool" -> "its own, by `PgPool.pool`";
          case "VertxBuilder" -> "its own, by `PgBuilder.pool`";
          default -> artifact(source.libraries().get(1));
        };
    String more = ReactiveIT.newest().contains(source) ? ", dropped role, session, observing" : "";
    return String.format(
        "| %s | %s | rotations, retirement%s |", artifact(source.library()), pool, more);
  }

  @Test
  void hasARowForEachHolderThatIsMoved() throws IOException {
    assertThat(rows("untold"))
        .containsExactlyElementsOf(
            UntoldHoldersIT.holders().stream().flatMap(CompatibilityTablesTest::rows).toList());
  }

  private static Stream<String> rows(UntoldHoldersIT.Holders holders) {
    return holders.each().stream()
        .map(
            each ->
                String.format(
                    "| %s | %s | `%s` |",
                    each.title(), artifact(each.library()), holders.handOver()));
  }

  private static String artifact(String library) {
    return library.replaceFirst("(.*?)-(\\d[.\\d]*\\d).*", "`$1` $2");
  }

  @Test
  void hasARowForTheOtherJvms() throws IOException {
    assertThat(rows("jvms").filter(row -> row.contains(JavaVersionsIT.class.getSimpleName())))
        .singleElement()
        .asString()
        .startsWith("| OpenJDK " + String.join(", ", JavaVersionsIT.versions()) + " (")
        .contains(JavaVersionsIT.POOL.replace('-', ' '), JavaVersionsIT.OLD_DRIVER);
  }

  private static Stream<String> rows(String table) throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf("<!-- " + table + " -->");
    int end = document.indexOf("<!-- /" + table + " -->");
    assertThat(begin).isBetween(0, end);
    return document.substring(begin, end).lines().skip(3);
  }
}
