// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "jdbc:oracle:thin:@//h/app?user=u&retry_count=1&PASSWORD=p jdbc:oracle:thin:@//h/app?retry_count=1",
        "jdbc:oracle:thin:u/p@h/app?user=u&password=p jdbc:oracle:thin:@h/app",
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
  void aPasswordThatLooksLikeAQueryNamesNoUser() {
    String url = "jdbc:oracle:thin:scott/\"p?user=x\"@//db:1521/orders";
    assertThat(dialect.user(url, null)).isEqualTo("scott");
  }

  /** The driver puts the query over the properties. */
  @Test
  void theUserOfTheQueryBeatsThatOfTheProperties() {
    assertThat(dialect.user("jdbc:oracle:thin:u/p@//h/app?user=w", "v")).isEqualTo("w");
  }

  /** The driver leaves out blanks, and quotes anywhere in a name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "us\"er\"=x",
        "us er=x",
        "a=b&\"password\"=x",
        "us\\\"er=x",
        "user =x",
        "a=b& password=x"
      })
  void aNameThatTheDriverMakesAnotherOneOfIsRefused(String query) {
    String clean = dialect.withoutCredentials("jdbc:oracle:thin:@//h/app?" + query);
    assertThat(dialect.remainingLogin(driver(), clean, new Properties()))
        .isEqualTo("a name with blanks or quotes in the query");
  }

  /** The application would set a password of its own for the lease's user, and keep it. */
  @ParameterizedTest
  @ValueSource(strings = {"oracle.jdbc.newPassword", "OCINewPassword", "NEWPASSWORD"})
  void anotherPasswordForTheLeasesUserIsRefused(String name) {
    String url = "jdbc:oracle:thin:@//h/app";
    String inUrl = dialect.withoutCredentials(url + "?retry_count=1&" + name + "=password");
    assertThat(dialect.remainingLogin(driver(), inUrl, new Properties())).isEqualTo(name);
    Properties text = new Properties();
    text.setProperty(name, "none");
    assertThat(dialect.remainingLogin(driver(), url, text)).isEqualTo(name);
    Properties object = new Properties();
    object.put(name, new StringBuilder("of the driver's own class"));
    assertThat(dialect.remainingLogin(driver(), url, object)).isEqualTo(name);
    assertThat(dialect.remainingLogin(driver(), url, new Properties())).isNull();
  }

  /** The driver connects by these as well. */
  @ParameterizedTest
  @ValueSource(strings = {"JDBC:Oracle:", "jdbc:ORACLE:"})
  void theSchemeCountsInAnyCase(String scheme) {
    String url = scheme + "thin:u/p@//h/app";
    assertThat(dialect.accepts(url)).isTrue();
    assertThat(dialect.withoutCredentials(url)).isEqualTo("jdbc:oracle:thin:@//h/app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:oracles:thin:@h", "jdbcs:oracle:thin:@h", "jdbc:x:@h", "jdbc", ""})
  void takesNoOtherUrls(String url) {
    assertThat(dialect.accepts(url)).isFalse();
    assertThat(dialect.withoutCredentials(url)).isEqualTo(url);
  }

  private static Driver driver() {
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) -> null);
  }

  @Test
  void tellsARefusedLoginFromAListenerThatDoesNotKnowTheService() {
    assertThat(dialect.isRejection(new SQLException("ORA-01017", "72000", 1017))).isTrue();
    assertThat(dialect.isRejection(new SQLException("ORA-12514", "66000", 12514))).isFalse();
    assertThat(dialect.isSuspicious(new SQLException("ORA-00028", "72000", 28))).isTrue();
    assertThat(dialect.isSessionEnd(new SQLException("ORA-00028", "72000", 28))).isTrue();
    assertThat(dialect.isSessionEnd(new SQLException("ORA-01031", "42000", 1031))).isFalse();
  }
}
