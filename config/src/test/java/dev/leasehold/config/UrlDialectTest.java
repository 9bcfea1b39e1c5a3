// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlDialectTest {

  @ParameterizedTest
  @CsvSource({
    "postgresql, jdbc:postgresql://, 5432",
    "mysql, jdbc:mysql://, 3306",
    "mariadb, jdbc:mariadb://, 3306",
    "sqlserver, jdbc:sqlserver://, 1433",
    "oracle, jdbc:oracle:thin:@//, 1521"
  })
  void hasTheUrlsAndTheDefaultPortOfItsDrivers(String name, String hosts, String port)
      throws BadValueException {
    assertThat(UrlDialect.ofUrl(hosts + "db").name()).isEqualTo(name);
    UrlPattern pattern = UrlPattern.parse(hosts + "db");
    assertThat(pattern.intersects(UrlPattern.parse(hosts + "db:" + port))).isTrue();
    assertThat(pattern.intersects(UrlPattern.parse(hosts + "db:1"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"jdbc:db2://db", "jdbc:postgresqlx://db"})
  void leavesThePortOfOtherDriversOpen(String url) throws BadValueException {
    assertThat(UrlDialect.ofUrl(url)).isEqualTo(UrlDialect.JDBC);
    assertThat(UrlPattern.parse(url).intersects(UrlPattern.parse(url + ":1"))).isTrue();
  }

  /** So a new driver needs no other class of the settings. */
  @Test
  void isNamedInTheListAlone() throws IOException {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/leasehold/config"))) {
      assertThat(sources).hasSizeGreaterThan(40).noneMatch(file -> namesADialect(read(file)));
    }
  }

  @Test
  void isNamedAtTheBeginningOfAText() {
    assertThat(List.of("\"oracle\"", "\"mysql:\"", "\"jdbc:oracle:thin:\"", "\"jdbc:mysql://\""))
        .allMatch(UrlDialectTest::namesADialect);
    assertThat(List.of("\"oracles\"", "\"jdbc:\"", "\" jdbc:mysql://db\"", "mysql"))
        .noneMatch(UrlDialectTest::namesADialect);
  }

  private static boolean namesADialect(String source) {
    String names =
        UrlDialect.ofKnownDrivers().stream().map(UrlDialect::name).collect(Collectors.joining("|"));
    return Pattern.compile("\"(jdbc:)?(" + names + ")\\b").matcher(source).find();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
