// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OracleDialectTest {

  private final OracleDialect dialect = new OracleDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "jdbc:oracle:thin:@//h:1521/app jdbc:oracle:thin:@//h:1521/app",
        "jdbc:oracle:thin:u/p@//h:1521/app jdbc:oracle:thin:@//h:1521/app",
        "jdbc:oracle:thin:u/p@h:1521:app jdbc:oracle:thin:@h:1521:app",
        "jdbc:oracle:oci:u/\"p@q\"@tns jdbc:oracle:oci:@tns",
        "jdbc:oracle:thin:@tcps://h:2484/app?wallet_location=/w jdbc:oracle:thin:@tcps://h:2484/app?wallet_location=/w",
        "jdbc:oracle:kprb: jdbc:oracle:kprb:",
      })
  void takesEveryCredentialOutOfTheUrlAndLeavesTheRest(String url, String without) {
    assertThat(dialect.withoutCredentials(url)).isEqualTo(without);
  }

  @Test
  void theUserOfThePropertiesBeatsThatOfTheUrl() {
    assertThat(dialect.user("jdbc:oracle:thin:u/p@h:1521:app", null)).isEqualTo("u");
    assertThat(dialect.user("jdbc:oracle:thin:u/p@h:1521:app", "v")).isEqualTo("v");
    assertThat(dialect.user("jdbc:oracle:thin:@h:1521:app", null)).isNull();
    assertThat(dialect.user("jdbc:oracle:thin:/@h:1521:app", null)).isNull();
  }

  @Test
  void tellsARefusedLoginFromAListenerThatDoesNotKnowTheService() {
    assertThat(dialect.isRejection(new SQLException("ORA-01017", "72000", 1017))).isTrue();
    assertThat(dialect.isRejection(new SQLException("ORA-12514", "66000", 12514))).isFalse();
    assertThat(dialect.isSuspicious(new SQLException("ORA-00028", "72000", 28))).isTrue();
  }
}
