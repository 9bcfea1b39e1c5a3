// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.KnownDrivers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of drivers in docs/compatibility.md has the results of the tests, and their drivers.
 */
class DriversTableTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");
  private static final Path LIBRARIES = Path.of("..", "integration-tests", "libraries.txt");
  private static final Path TESTS = Path.of("src", "test", "java", "dev", "leasehold", "inject");
  private static final Pattern DRIVER = Pattern.compile("\\bdriver=(\\S+)");

  /** A fork that has its driver's names, and drivers that come with a pool. */
  private static final Pattern OTHERS = Pattern.compile("(opengauss|ucp)-.*");

  @Test
  void hasTheRowsOfWhatIsShown() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf("<!-- drivers -->");
    int end = document.indexOf("<!-- /drivers -->");
    assertThat(begin).isBetween(0, end);
    assertThat(document.substring(begin, end).lines().skip(3))
        .containsExactlyElementsOf(DriverRow.all().map(DriverRow::row).toList());
  }

  @Test
  void namesEachDriverThatIsWoven() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "libraries"))) {
      List<String> woven =
          jars.filter(DriversTableTest::hasAKnownDriver)
              .map(jar -> jar.getFileName().toString())
              .filter(name -> !OTHERS.matcher(name).matches())
              .map(name -> name.substring(0, name.length() - ".jar".length()))
              .toList();
      assertThat(DriverRow.all().flatMap(row -> row.libraries().stream()))
          .containsExactlyInAnyOrderElementsOf(woven);
    }
  }

  private static boolean hasAKnownDriver(Path jar) {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return DRIVER
          .matcher(KnownDrivers.LIST)
          .results()
          .anyMatch(word -> file.getEntry(word.group(1) + ".class") != null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isShownByTestsOfEachVersion(DriverRow row) throws IOException {
    StringBuilder tests = new StringBuilder();
    for (String test : row.shown().tests()) {
      tests.append(Files.readString(TESTS.resolve(test + ".java")));
    }
    if (tests.indexOf("@" + EachPgjdbc.class.getSimpleName()) >= 0) {
      tests.append(Files.readString(TESTS.resolve(EachPgjdbc.class.getSimpleName() + ".java")));
    }
    for (String library : row.libraries()) {
      assertThat(tests.toString()).contains('"' + library + '"');
    }
  }

  /** And of each version it is compared where it connects, or that it asks at its login point. */
  @ParameterizedTest
  @EnumSource
  void isComparedInEachVersion(DriverRow row) throws IOException {
    for (String library : row.libraries()) {
      if (library.startsWith("ojdbc")) {
        assertThat(OracleVersions.all()).contains(library);
      } else {
        assertThat(Files.readString(TESTS.resolve("WhereDriversConnectTest.java")))
            .contains('"' + library + '"');
      }
    }
  }

  @Test
  void showsRotationsOfWhatApplicationsOfTheTestsRunWith() throws IOException {
    List<String> run = Files.readAllLines(LIBRARIES);
    assertThat(DriverRow.all().filter(row -> row.shown() == DriverRow.Shown.ROTATION))
        .flatMap(DriverRow::coordinates)
        .allMatch(coordinates -> run.stream().anyMatch(line -> line.endsWith(coordinates)));
  }
}
