// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbDialectTest {

  private final MariaDbDialect dialect = new MariaDbDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:mariadb://h:3306/app jdbc:mariadb://h:3306/app",
        "jdbc:mariadb://h/app?user=u&pool=true&PASSWORD=p jdbc:mariadb://h/app?pool=true",
        "jdbc:mariadb:sequential://address=(host=h)(port=1)/app?user=u"
            + " jdbc:mariadb:sequential://address=(host=h)(port=1)/app",
        "jdbc:mariadb://h/app?credentialType=ENV jdbc:mariadb://h/app",
      })
  void takesEveryCredentialOutOfTheUrlAndLeavesTheRest(String url, String without) {
    assertThat(dialect.withoutCredentials(url)).isEqualTo(without);
  }

  @Test
  void theUserOfTheUrlBeatsThatOfTheProperties() {
    assertThat(dialect.user("jdbc:mariadb://h/app?user=u", "v")).isEqualTo("u");
    assertThat(dialect.user("jdbc:mariadb://h/app", "v")).isEqualTo("v");
  }

  @Test
  void tellsARefusedCredentialFromADatabaseThatIsNotThere() {
    assertThat(dialect.isRejection(new SQLException("denied", "28000", 1045))).isTrue();
    assertThat(dialect.isRejection(new SQLException("locked", "HY000", 4151))).isTrue();
    assertThat(dialect.isRejection(new SQLException("User is blocked", "HY000", 4150))).isTrue();
    assertThat(dialect.isRejection(new SQLException("unknown database", "42000", 1049))).isFalse();
  }
}
