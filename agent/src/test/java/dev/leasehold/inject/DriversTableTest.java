package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.util.DriverInfo;

/** The table of drivers in docs/compatibility.md names the versions that the tests here weave. */
class DriversTableTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");
  private static final Pattern ROW = Pattern.compile("\\| [^|]+ \\| `([^`]+)` ([^|]+) \\|.*");
  private static final Pattern DRIVER =
      Pattern.compile("(postgresql|mysql|mariadb|mssql|ojdbc).*\\.jar");

  @Test
  void namesTheDriversThatAreTested() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf("<!-- drivers -->");
    int end = document.indexOf("<!-- /drivers -->");
    assertThat(begin).isBetween(0, end);
    Set<String> named = new TreeSet<>();
    for (String line : document.substring(begin, end).lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        for (String version : row.group(2).split(", ", -1)) {
          assertThat(named.add(row.group(1) + "-" + version)).as(version + " once").isTrue();
        }
      }
    }
    assertThat(named).isEqualTo(tested());
  }

  private static Set<String> tested() throws IOException {
    Set<String> tested = new TreeSet<>();
    try (Stream<Path> jars = Files.list(Path.of("target", "libraries"))) {
      for (Path jar : jars.toList()) {
        String name = jar.getFileName().toString();
        if (DRIVER.matcher(name).matches()) {
          String library = name.substring(0, name.length() - ".jar".length());
          tested.add(library.replace("newest", DriverInfo.DRIVER_VERSION));
        }
      }
    }
    return tested;
  }
}
