// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlDialectTest {

  private final MysqlDialect dialect = new MysqlDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:mysql://h:3306/app jdbc:mysql://h:3306/app",
        "jdbc:mysql://h/app?user=u&useSSL=false&PASSWORD=p jdbc:mysql://h/app?useSSL=false",
        "jdbc:mysql://h/app?user=u jdbc:mysql://h/app",
        "jdbc:mysql://u:p@h:3306/app jdbc:mysql://h:3306/app",
        "jdbc:mysql://u@h,v:q@i/app jdbc:mysql://h,i/app",
        "jdbc:mysql://u:p@[h:1,i:2]/app jdbc:mysql://[h:1,i:2]/app",
        "jdbc:mysql://[u:p@h,v:q@i]/app jdbc:mysql://[h,i]/app",
        "jdbc:mysql://[::1]:3306/app jdbc:mysql://[::1]:3306/app",
        "jdbc:mysql://u:p@[::1]:3306/app jdbc:mysql://[::1]:3306/app",
        "jdbc:mysql://u%40x:p%2Fq@h/app jdbc:mysql://h/app",
        "jdbc:mysql://address=(host=h)(port=1)(user=u)(password=p)/app"
            + " jdbc:mysql://address=(host=h)(port=1)/app",
        "jdbc:mysql://address=(user=u)(host=h)(path=/a/b),address=(host=i)(Password=p)/app"
            + " jdbc:mysql://address=(host=h)(path=/a/b),address=(host=i)/app",
        "jdbc:mysql://(host=h,port=1,user=u,password=p)/app jdbc:mysql://(host=h,port=1)/app",
        "jdbc:mysql://(user=u,password=p,host=h)/app jdbc:mysql://(host=h)/app",
        "jdbc:mysql://address=(host=h)(dbname=a,)/app jdbc:mysql://address=(host=h)(dbname=a,)/app",
        "jdbc:mysql://(host=h,dbname=a,,user=u)/app jdbc:mysql://(host=h,dbname=a,)/app",
        "jdbc:mysql://(host=h,user=u,port=1),(host=i)/app jdbc:mysql://(host=h,port=1),(host=i)/app",
        "jdbc:mysql:replication://u:p@h,i/app?loadBalanceStrategy=random"
            + " jdbc:mysql:replication://h,i/app?loadBalanceStrategy=random",
        "jdbc:mysql:///app?password=p jdbc:mysql:///app",
        "jdbc:mysql://h/app?note=a@b jdbc:mysql://h/app?note=a@b",
        "jdbc%3Amysql%3a://u:p@h/app jdbc:mysql:://h/app",
        "%6adbc:mysql%2Bsrv://h/app jdbc:mysql+srv://h/app",
        "jdbc:mysql+srv://h/app jdbc:mysql+srv://h/app",
      })
  void takesEveryCredentialOutOfTheUrlAndLeavesTheRest(String url, String without) {
    assertThat(dialect.withoutCredentials(url)).isEqualTo(without);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:mysql://h/app?socketTimeout=0&a=b jdbc:mysql://h/app?a=b",
        "jdbc:mysql://address=(host=h)(connectTimeout=0)(SocketTimeout=0)/app"
            + " jdbc:mysql://address=(host=h)/app",
        "jdbc:mysql://(host=h,socketTimeout=0),(connectTimeout=0,host=i)/app"
            + " jdbc:mysql://(host=h),(host=i)/app",
        "jdbc:mysql://u:p@h/app jdbc:mysql://u:p@h/app",
      })
  void takesParametersOutOfHostsToo(String url, String without) {
    assertThat(dialect.without(url, Set.of("connecttimeout", "sockettimeout"))).isEqualTo(without);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://u:p@h/app?user=w",
        "jdbc:mysql://u:p@[h,i]/app",
        "jdbc:mysql://address=(host=h)(user=u)/app",
        "jdbc:mysql://(host=h,user=u)/app",
        "jdbc:mysql://[h,u:p@i]/app"
      })
  void aHostsUserBeatsThatOfTheProperties(String url) {
    assertThat(dialect.user(url, "v")).isEqualTo("u");
  }

  @Test
  void thatOfThePropertiesBeatsThatOfTheQuery() {
    String url = "jdbc:mysql://h/app?user=w%40x";
    assertThat(dialect.user(url, "v")).isEqualTo("v");
    assertThat(dialect.user(url, null)).isEqualTo("w@x");
    assertThat(dialect.user("jdbc:mysql://h/app", null)).isNull();
  }

  @Test
  void takesNoOtherUrls() {
    assertThat(dialect.accepts("jdbc:mysql:loadbalance://h/app")).isTrue();
    assertThat(dialect.accepts("jdbc:mysql+srv://h/app")).isTrue();
    assertThat(dialect.accepts("JDBC%3aMySQL: //h/app")).isTrue();
    assertThat(dialect.accepts("jdbc%3Amysql%ZZ://h/app")).isFalse();
    assertThat(dialect.accepts("jdbc:mariadb://h/app")).isFalse();
    assertThat(dialect.accepts("jdbc:postgresql://h/app")).isFalse();
  }

  @Test
  void tellsARefusedCredentialFromADeniedDatabaseAndFromASyntaxError() {
    SQLException denied = new SQLException("Access denied for user", "28000", 1045);
    SQLException locked = new SQLException("Account is locked", "HY000", 3118);
    SQLException database = new SQLException("Access denied to database", "42000", 1044);
    SQLException syntax = new SQLException("You have an error in your SQL syntax", "42000", 1064);
    assertThat(dialect.isRejection(denied)).isTrue();
    assertThat(dialect.isRejection(locked)).isTrue();
    assertThat(dialect.isRejection(new SQLException("Account is blocked", "HY000", 3955))).isTrue();
    assertThat(dialect.isRejection(database)).isFalse();
    assertThat(dialect.isSuspicious(database)).isTrue();
    assertThat(dialect.isSuspicious(syntax)).isFalse();
  }

  @Test
  void tellsAnEndedSessionFromAnInterruptedStatement() {
    SQLException killed = new SQLException("Connection was killed", "70100", 1927);
    SQLException shutdown = new SQLException("Server shutdown in progress", "08S01", 1053);
    SQLException interrupted = new SQLException("Query execution interrupted", "70100", 1317);
    for (SQLException end : new SQLException[] {killed, shutdown}) {
      assertThat(dialect.isSuspicious(end)).isTrue();
      assertThat(dialect.isSessionEnd(end)).isTrue();
    }
    assertThat(dialect.isSuspicious(interrupted)).isFalse();
    assertThat(dialect.isSessionEnd(interrupted)).isFalse();
  }
}
