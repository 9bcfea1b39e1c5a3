// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.KnownClients;
import dev.leasehold.inject.weave.Weaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients without JDBC are listed with the drivers, and named nowhere else. */
class KnownClientsTest {

  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "leasehold");

  /** Woven code names a call of a client as {@code client.call}. */
  @Test
  void getACredential() {
    assertThat(Drivers.reactive().keySet())
        .filteredOn(call -> call.contains("."))
        .extracting(call -> call.substring(0, call.indexOf('.')))
        .containsOnly(KnownClients.names().toArray(String[]::new));
  }

  @Test
  void areNamedInASentence() {
    assertThat(KnownClients.sentence()).isEqualTo("r2dbc-postgresql and vertx-pg-client");
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
