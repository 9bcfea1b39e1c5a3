// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUrlTest {

  @Test
  void tellsUrlsApartByANumberWhereAPartIsHidden() {
    String one = ShownUrl.standIn("jdbc:x:h:1:d:app:S3cret:");
    assertThat(one)
        .matches("jdbc:x:#[0-9a-f]{1,8}")
        .isEqualTo(ShownUrl.standIn("jdbc:x:h:1:d:app:S3cret:"))
        .isNotEqualTo(ShownUrl.standIn("jdbc:x:h:1:e:app:S3cret:"));
    assertThat(ShownUrl.standIn("jdbc:x:d")).isEqualTo("jdbc:x:d");
  }

  /** Else a log would tell which of many passwords a URL has. */
  @Test
  void doesNotMakeTheNumberOfTheTextAlone() {
    String url = "jdbc:x:h:1:d:app:S3cret:";
    assertThat(ShownUrl.standIn(url)).doesNotEndWith(Integer.toHexString(url.hashCode()));
  }

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
    "jdbc:oracle:thin:u/S3cret@//h/s, jdbc:oracle:***",
    "jdbc:oracle:thin:u/S3//cret@h:1521:s, jdbc:oracle:***",
    "jdbc:oracle:thin:u/\"S3@//cret\"@//h/s, jdbc:oracle:***",
    "jdbc:oracle:thin:u/S3://cret@tcps://h/s, jdbc:oracle:***",
    "jdbc:strange:u/S3cret@h:1, jdbc:strange:***",
    "jdbc:CUBRID:h:33000:demodb:dba:S3cret:, jdbc:CUBRID:***",
    "jdbc:CUBRID:h:33000:demodb:dba:S3cret:?charset=utf-8, jdbc:CUBRID:***",
    "jdbc:x:(DESCRIPTION=(HOST=h)(user=app)(password=S3cret)), jdbc:x:***",
    "jdbc:x:@(DESCRIPTION=(HOST=h)(user=app)(pass=S3cret)), jdbc:x:@***",
    "jdbc:x:@h:1521:s:app:S3cret, jdbc:x:@***",
    "jdbc:x://(host=h)(user=app)(pass=S3cret)/d, jdbc:x://***",
    "'jdbc:x://h:1,user=app,pwd=S3cret', jdbc:x://***",
    "'jdbc:x:h/d,password=S3cret', jdbc:x:***",
    "'jdbc:x://app:S3/\"cret@h/db?x=\"y\"', jdbc:x://***",
    "jdbc:sqlserver://h:1;user = a@b;password = {@S3cret?x}, jdbc:sqlserver://h:1",
    "jdbc:x://h/d/app/S3cret, jdbc:x://h/***",
    "jdbc:x://h/d:app:S3cret, jdbc:x://h/***",
    "jdbc:x://h?S3cret@i, jdbc:x://***",
    "jdbc:x:app S3cret h, jdbc:x:***",
    "app/S3cret@h, ***",
    "app:S3cret:h, ***",
    "jdbc:S3cret, ***",
    "jdbc:h2:mem:orders, jdbc:h2:***",
    "jdbc:mysql:///orders, jdbc:mysql:///orders",
    "jdbc:postgresql:/, jdbc:postgresql:***",
    "jdbc:sqlserver://db\\inst:1433, jdbc:sqlserver://db\\inst:1433",
    "jdbc:oracle:thin:@orders, jdbc:oracle:thin:@orders",
    "'jdbc:oracle:thin:@tcps://h:1522,[::1]/s', 'jdbc:oracle:thin:@tcps://h:1522,[::1]/s'",
    "r2dbc:pool:postgresql://h:1/d%2Fe, r2dbc:pool:postgresql://h:1/d%2Fe",
    "vertx://h:1/d, vertx://h:1/d"
  })
  void showsHostsAndDatabaseAndNoLogin(String url, String shown) {
    assertThat(ShownUrl.of(url)).isEqualTo(shown);
  }
}
