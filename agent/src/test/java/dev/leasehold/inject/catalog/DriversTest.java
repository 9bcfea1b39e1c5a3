// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.Dialect;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The drivers and the settings know the same dialects. */
class DriversTest {

  @Test
  void haveTheDialectsThatSettingsName() {
    assertThat(Drivers.dialects().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Dialect.ofKnownDrivers().stream(), Stream.of(Dialect.JDBC))
                .map(Dialect::name)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.config.Dialect#ofKnownDrivers")
  void takeTheUrlsOfEachDialect(Dialect dialect) {
    assertThat(Drivers.knows(dialect.urlBeginning())).isTrue();
    assertThat(Drivers.fork("com.example.Driver", dialect.name())).isNotEmpty();
    assertThat(Drivers.connectMethods()).containsKey("fork " + dialect.name());
  }
}
