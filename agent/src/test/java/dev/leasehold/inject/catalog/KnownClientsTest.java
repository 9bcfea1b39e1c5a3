// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.KnownClients;
import dev.leasehold.config.KnownDrivers;
import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients without JDBC are listed with the drivers, and named nowhere else. */
class KnownClientsTest {

  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "leasehold");

  /** The lines of the list without a dialect. */
  static Stream<String> lines() {
    return KnownDrivers.LIST.lines().filter(line -> !line.contains(" dialect="));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void areListedByTheNameAndThePackageOfTheirDescription(String line) {
    DriverDescription client = description(line);
    assertThat(client.getClass().getName()).endsWith("." + word("weaving", line));
    assertThat(client.name()).isEqualTo(word("client", line));
    assertThat(client.classes())
        .isNotEmpty()
        .extracting(WovenClass::internalName)
        .allSatisfy(type -> assertThat(type).startsWith(word("package", line)));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void getACredential(String line) {
    Map<String, ReactiveDriver> calls = new HashMap<>();
    description(line).addReactive(calls, Drivers.dialects());
    assertThat(calls).isNotEmpty();
  }

  private static DriverDescription description(String line) {
    return Drivers.KNOWN.get(KnownDrivers.LIST.lines().toList().indexOf(line));
  }

  private static String word(String key, String line) {
    Matcher word = Pattern.compile("(?:^| )" + key + "=(\\S+)").matcher(line);
    assertThat(word.find()).as(key + " in " + line).isTrue();
    return word.group(1);
  }

  @Test
  void areNamedInASentence() {
    assertThat(KnownClients.sentence()).matches("(\\S+, )*\\S+ and \\S+");
    assertThat(KnownClients.sentence().split(", | and ", -1))
        .containsExactlyElementsOf(KnownClients.names())
        .contains("r2dbc-postgresql", "vertx-pg-client");
  }

  static List<String> packages() {
    return KnownClients.packages();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void areNotWatchedAsUnknownClients(String start) {
    Weaver weaver = new Weaver(Drivers.wovenClasses());
    weaver.addReactiveClients(Drivers.UNKNOWN_REACTIVE_CLIENTS, KnownClients.packages());
    assertThat(weaver.internalNames()).anyMatch(name -> name.startsWith(start));
    assertThat(weaver.mayBeReactiveClient(start + "AnyConnectionFactoryProvider")).isFalse();
    assertThat(weaver.mayBeReactiveClient("any/" + start + "ConnectionFactoryProvider")).isTrue();
  }

  /** So a new client needs no other class. */
  @ParameterizedTest
  @ValueSource(strings = {"start", "inject/weave", "inject/catalog"})
  void areNamedInTheListAlone(String folder) throws IOException {
    Pattern name =
        Stream.of(KnownClients.names(), KnownClients.packages())
            .flatMap(List::stream)
            .map(Pattern::quote)
            .collect(collectingAndThen(joining("|", "\"[^\"\n]*(", ")"), Pattern::compile));
    try (Stream<Path> sources = Files.list(SOURCES.resolve(folder))) {
      assertThat(sources)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(name));
    }
  }
}
