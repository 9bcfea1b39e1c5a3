// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.Dialect;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The drivers and the settings know the same dialects. */
class DriversTest {

  @Test
  void haveTheDialectsThatSettingsName() {
    assertThat(Drivers.dialects().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Dialect.values()).map(DriversTest::inSettings).toList());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDBC")
  void takeTheUrlsOfEachDialect(Dialect dialect) {
    assertThat(Drivers.knows(dialect.urlBeginning())).isTrue();
    assertThat(Drivers.fork("com.example.Driver", inSettings(dialect))).isNotEmpty();
    assertThat(Drivers.connectMethods()).containsKey("fork " + inSettings(dialect));
  }

  private static String inSettings(Dialect dialect) {
    return dialect.name().toLowerCase(Locale.ROOT);
  }
}
