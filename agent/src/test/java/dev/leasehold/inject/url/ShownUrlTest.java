// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUrlTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h:5432/db?user=u&password=S3cret, jdbc:postgresql://h:5432/db",
    "jdbc:postgresql://u:S3cret@h/db, jdbc:postgresql://h/db",
    "jdbc:postgresql://u:S3/cret@h/db, jdbc:postgresql://***",
    "jdbc:postgresql://u:S3?cret@h/db, jdbc:postgresql://***",
    "jdbc:postgresql://u:S3;a=cret@h/db, jdbc:postgresql://***",
    "'jdbc:postgresql://h:1,[::1]:2,i/db?a=b@c', 'jdbc:postgresql://h:1,[::1]:2,i/db'",
    "jdbc:postgresql://h:1/d@b, jdbc:postgresql://***",
    "jdbc:postgresql://u:20/S3cret@h/db, jdbc:postgresql://***",
    "'jdbc:ch://(https://u:S3cret@h:1),(https://u:S3cret@i:1)/db', jdbc:ch://***",
    "jdbc:ch://https://u:S3cret@h/db, jdbc:ch://***",
    "jdbc:mysql://address=(host=db)(keyStorePassword=S3cret)/app, jdbc:mysql://***",
    "'jdbc:mysql://(host=db,clientKeyStorePassword=S3cret)/app', jdbc:mysql://***",
    "jdbc:mysql://address=(host=db)(port=3306)/app, jdbc:mysql://address=(host=db)(port=3306)/app",
    "jdbc:postgresql:db, jdbc:postgresql:db",
    "jdbc:sqlserver://h:1433;applicationName=a@b, jdbc:sqlserver://h:1433",
    "jdbc:db2://h:50000/DB:user=x;password=S3cret;, jdbc:db2://h:50000/DB",
    "jdbc:db2://h:50000/DB:sslTrustStorePassword=S3cret;, jdbc:db2://h:50000/DB",
    "'jdbc:teradata://h/USER=app,PASSWORD=S3cret', jdbc:teradata://h/***",
    "'jdbc:teradata://h/app,S3cret', jdbc:teradata://h/***",
    "jdbc:oracle:thin:@//h:1521/s, jdbc:oracle:thin:@//h:1521/s",
    "jdbc:oracle:thin:@h:1521:s, jdbc:oracle:thin:@h:1521:s",
    "jdbc:oracle:thin:@(DESCRIPTION=(HOST=h)), jdbc:oracle:thin:@(DESCRIPTION=(HOST=h))",
    "jdbc:oracle:thin:u/S3cret@//h/s, jdbc:oracle:***@//h/s",
    "jdbc:oracle:thin:u/S3//cret@h:1521:s, jdbc:oracle:***@h:1521:s",
    "jdbc:oracle:thin:u/\"S3@//cret\"@//h/s, jdbc:oracle:***@//h/s",
    "jdbc:oracle:thin:u/S3://cret@tcps://h/s, jdbc:oracle:***@tcps://h/s",
    "jdbc:strange:u/S3cret@h:1, jdbc:strange:***@h:1"
  })
  void showsHostsAndDatabaseAndNoLogin(String url, String shown) {
    assertThat(ShownUrl.of(url)).isEqualTo(shown);
  }
}
