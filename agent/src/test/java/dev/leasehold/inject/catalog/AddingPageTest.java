// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.testbed.house.Repository;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that explains how to add a pool or a driver names each call and each method. */
class AddingPageTest {

  private static final Path FOLDER = Path.of("agent/src/main/java/dev/leasehold/inject");
  private static final Pattern USED = Pattern.compile("\\bInstrumentedMethods\\.(\\w+)\\(");
  private static final Pattern CODE = Pattern.compile("`(\\w+)`");
  private static final Pattern MEMBER = Pattern.compile("(\\w+)[`(]");

  /** The first cells of a table whose first heading is "call". */
  private static final Pattern CALLS = Pattern.compile("(?m)^\\| call\\b.*\\n((?:\\|.*\\n)+)");

  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\|([^|]*)\\|");
  private static final String POOL_TITLE = "Add a pool: ";

  private static List<String> sections;

  @BeforeAll
  static void readPage() throws IOException {
    String page = Repository.read(Path.of("docs/adding-a-pool-or-driver.md"));
    sections = List.of(page.split("(?m)^## ", -1));
  }

  @Test
  void namesEachCallThatAPoolUses() throws IOException {
    assertThat(named(sections.stream().filter(each -> each.startsWith(POOL_TITLE))))
        .isEqualTo(used("pool"));
  }

  @Test
  void namesEachCallThatADriverUses() throws IOException {
    assertThat(named(sections.stream().filter(each -> !each.startsWith(POOL_TITLE))))
        .isEqualTo(used("driver"));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        PoolDescription.class,
        PoolIntegration.class,
        DriverDescription.class,
        ReactiveDriver.class,
        HandOverDriver.class
      })
  void namesEachMethodThatMustBeImplemented(Class<?> type) {
    Stream<String> required =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(Method::getName);
    assertThat(sections.stream().flatMap(section -> all(MEMBER, section)))
        .containsAll(required.toList());
  }

  private static Set<String> named(Stream<String> chosen) {
    Set<String> names = new HashSet<>();
    chosen
        .flatMap(section -> all(CALLS, section))
        .flatMap(rows -> all(FIRST_CELL, rows))
        .flatMap(cell -> all(CODE, cell))
        .forEach(names::add);
    return names;
  }

  private static Set<String> used(String folder) throws IOException {
    Set<String> names = new HashSet<>();
    for (Path source : Repository.sources(Set.of("agent"))) {
      if (source.startsWith(FOLDER.resolve(folder))) {
        all(USED, Repository.read(source)).forEach(names::add);
      }
    }
    return names;
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult each) -> each.group(1));
  }
}
