// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.url.ShownUrl;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Matching, taking out and masking agree in the parts of a URL that are a login, for every dialect.
 * The user that is matched by is the user of the login that is taken out. Nothing else is taken
 * out, and no log line shows any of it. As many URLs as {@code -Dleasehold.urls} says, beginning
 * with {@code -Dleasehold.seed}.
 */
class UrlLoginPropertiesTest {

  private static final int CALLS = Integer.getInteger("leasehold.urls", 20_000) / 5;
  private static final long SEED = Long.getLong("leasehold.seed", new Random().nextLong());

  private static final Map<String, UrlWithLogin.Maker> MAKERS =
      Map.of(
          "postgresql", UrlWithLogin::postgresql,
          "mysql", UrlWithLogin::mysql,
          "mariadb", UrlWithLogin::mariadb,
          "oracle", UrlWithLogin::oracle,
          "sqlserver", UrlWithLogin::sqlServer,
          "jdbc", UrlWithLogin::jdbc);

  @Test
  void areAskedOfEveryDialect() {
    assertThat(MAKERS).containsOnlyKeys(dialects());
  }

  static Set<String> dialects() {
    return Drivers.dialects().keySet();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void agree(String name) {
    DriverDialect dialect = Objects.requireNonNull(Drivers.dialects().get(name));
    UrlWithLogin.Maker maker = Objects.requireNonNull(MAKERS.get(name));
    Random random = new Random(SEED);
    for (int i = 0; i < CALLS; i++) {
      UrlWithLogin url = maker.next(random);
      String what = url + ", run again with -Dleasehold.seed=" + SEED;
      assertThat(dialect.user(url.text(), null)).as(what).isEqualTo(url.user());
      assertThat(dialect.withoutCredentials(url.text())).as(what).isEqualTo(url.plain());
      assertThat(dialect.withoutCredentials(url.plain())).as(what).isEqualTo(url.plain());
      assertThat(dialect.user(url.plain(), null)).as(what).isNull();
      assertShowsNoLogin(url, what);
    }
  }

  /** The shown part of a URL is the same as without the login, or has fewer of its hosts. */
  private static void assertShowsNoLogin(UrlWithLogin url, String what) {
    String shown = ShownUrl.of(url.text());
    assertThat(shown)
        .as(what)
        .doesNotContainIgnoringCase(UrlWithLogin.USER)
        .doesNotContainIgnoringCase(UrlWithLogin.PASSWORD);
    String without = ShownUrl.of(url.plain());
    if (!shown.contains("***") && !without.contains("***")) {
      assertThat(without).as(what).endsWith(afterSlashes(shown));
    }
  }

  private static String afterSlashes(String url) {
    int slashes = url.indexOf("//");
    return slashes < 0 ? url : url.substring(slashes + 2);
  }
}
