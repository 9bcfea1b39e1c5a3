// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlServerDialectTest {

  private final SqlServerDialect dialect = new SqlServerDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:sqlserver://h:1433 jdbc:sqlserver://h:1433",
        "jdbc:sqlserver://h;user=u;databaseName=app;Password=p jdbc:sqlserver://h;databaseName=app",
        "jdbc:sqlserver://h;userName=u;password={a;b}}c};encrypt=true jdbc:sqlserver://h;encrypt=true",
        "jdbc:sqlserver://h;clientCertificate=/c;clientKey=/k;clientKeyPassword=p jdbc:sqlserver://h",
        "jdbc:sqlserver://h;integratedSecurity=true;databaseName={a;b}"
            + " jdbc:sqlserver://h;databaseName={a;b}",
        "jdbc:sqlserver://x{;serverName=h;authentication=ActiveDirectoryPassword;a=b}"
            + " jdbc:sqlserver://x{;serverName=h;a=b}",
        "jdbc:sqlserver://h;databaseName={a}};user=u;b};user=v"
            + " jdbc:sqlserver://h;databaseName={a}};user=u;b}",
        "jdbc:sqlserver://h;user={u};;password={p} jdbc:sqlserver://h;",
        "jdbc:sqlserver://h;user={u jdbc:sqlserver://h",
        "jdbc:sqlserver://h; jdbc:sqlserver://h;",
      })
  void takesEveryCredentialOutOfTheUrlAndLeavesTheRest(String url, String without) {
    assertThat(dialect.withoutCredentials(url)).isEqualTo(without);
  }

  @Test
  void theUserOfThePropertiesBeatsThatOfTheUrl() {
    String url = "jdbc:sqlserver://h;userName={u;v};databaseName=app";
    assertThat(dialect.user(url, null)).isEqualTo("u;v");
    assertThat(dialect.user(url, "w")).isEqualTo("w");
    assertThat(dialect.user("jdbc:sqlserver://h", null)).isNull();
  }

  @Test
  void tellsARefusedLoginFromADatabaseThatCannotBeOpened() {
    assertThat(dialect.isRejection(new SQLException("Login failed", "S0001", 18456))).isTrue();
    assertThat(dialect.isRejection(new SQLException("Cannot open database", "S0001", 4060)))
        .isFalse();
    assertThat(dialect.isSuspicious(new SQLException("permission denied", "S0005", 229))).isTrue();
    assertThat(dialect.isSessionEnd(new SQLException("permission denied", "S0005", 229))).isFalse();
    assertThat(dialect.isSuspicious(new SQLException("kill state", "HY000", 596))).isTrue();
    assertThat(dialect.isSessionEnd(new SQLException("kill state", "HY000", 596))).isTrue();
  }
}
