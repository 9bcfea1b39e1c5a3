// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

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
    assertThat(Dialect.ofUrl(hosts + "db").name()).isEqualTo(name);
    UrlPattern pattern = UrlPattern.parse(hosts + "db");
    assertThat(pattern.intersects(UrlPattern.parse(hosts + "db:" + port))).isTrue();
    assertThat(pattern.intersects(UrlPattern.parse(hosts + "db:1"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"jdbc:db2://db", "jdbc:postgresqlx://db"})
  void leavesThePortOfOtherDriversOpen(String url) throws BadValueException {
    assertThat(Dialect.ofUrl(url)).isEqualTo(Dialect.JDBC);
    assertThat(UrlPattern.parse(url).intersects(UrlPattern.parse(url + ":1"))).isTrue();
  }
}
