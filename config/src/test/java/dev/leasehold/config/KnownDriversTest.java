// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownDriversTest {

  static Stream<String> words() {
    return KnownDrivers.LIST.lines().flatMap(line -> Stream.of(line.split(" ", -1)));
  }

  /** No reader of the list would say that a word is misspelt. */
  @ParameterizedTest
  @MethodSource("words")
  void hasTheWordsOfItsJavadocAlone(String word) {
    assertThat(word)
        .matches(
            "weaving=[a-z0-9]+\\.\\w+|dialect=[a-z0-9]+|url=jdbc:[a-z0-9]+:|port=\\d+"
                + "|hosts=(optional|@)|query=plain|database=\\w+(,\\w+)*"
                + "|(driver|opens|login)=\\w+(/[\\w$]+)+|client=[a-z0-9-]+|package=(\\w+/)+");
  }
}
