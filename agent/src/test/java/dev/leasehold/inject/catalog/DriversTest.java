// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.UrlDialect;
import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.reactive.ReactiveDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
            Stream.concat(UrlDialect.ofKnownDrivers().stream(), Stream.of(UrlDialect.JDBC))
                .map(UrlDialect::name)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.config.UrlDialect#ofKnownDrivers")
  void takeTheUrlsOfEachDialect(UrlDialect dialect) {
    assertThat(Drivers.knows(dialect.urlBeginning())).isTrue();
    assertThat(Drivers.fork("com.example.Driver", dialect.name())).isNotEmpty();
    assertThat(Drivers.connectMethods()).containsKey("fork " + dialect.name());
  }

  /** Two drivers under one name would be one driver: the later in the list. */
  @Test
  void haveNamesOfTheirOwnInWovenCode() {
    List<String> connectMethods = new ArrayList<>();
    List<String> loginPoints = new ArrayList<>();
    List<String> reactive = new ArrayList<>();
    for (DriverDescription driver : Drivers.KNOWN) {
      connectMethods.addAll(added(driver::addConnectMethods));
      loginPoints.addAll(added(driver::addLoginPoints));
      reactive.addAll(
          added((Map<String, ReactiveDriver> own) -> driver.addReactive(own, Drivers.dialects())));
    }
    assertThat(connectMethods).isNotEmpty().doesNotHaveDuplicates();
    assertThat(loginPoints).isNotEmpty().doesNotHaveDuplicates();
    assertThat(reactive).isNotEmpty().doesNotHaveDuplicates();
  }

  private static <T> Set<String> added(Consumer<Map<String, T>> description) {
    Map<String, T> own = new HashMap<>();
    description.accept(own);
    return own.keySet();
  }
}
