// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.UrlDialect;
import dev.leasehold.observe.Log;
import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownDriversTest {

  private final List<String> written = new CopyOnWriteArrayList<>();
  private final UnknownDrivers strangers =
      new UnknownDrivers(new Log(written::add, Log.Level.INFO, ""));

  @Test
  void tellsOfEachDriverOnceAndShowsNoPassword() {
    Driver driver = taking("jdbc:pgsql:");
    String url = "jdbc:pgsql://app:S3cret@db/orders?password=S3cret&x=y";
    assertThat(strangers.request(driver, url, new Properties())).isNull();
    strangers.request(driver, url, new Properties());
    assertThat(lines())
        .containsOnlyOnce("WARN")
        .endsWith(
            "the driver DRIVER is not known, so connections through it, as to jdbc:pgsql://db/orders,"
                    .replace("DRIVER", driver.getClass().getName())
                + " keep the password that is configured. If a binding is meant for them, name the"
                + " driver in leasehold.drivers together with a known driver of the same kind, as in "
                + driver.getClass().getName()
                + "=postgresql. Or set leasehold.url to the URLs of the driver")
        .doesNotContain("S3cret");
  }

  /** Of the second URL, the driver alone knows the parts. */
  @ParameterizedTest
  @CsvSource({
    "'jdbc:x://app:S3/\"cret@h/db?x=\"y\"', jdbc:x://***",
    "jdbc:CUBRID:h:33000:demodb:dba:S3cret:, jdbc:CUBRID:***",
    "jdbc:x://(host=h)(user=app)(pass=S3cret)/d, jdbc:x://***",
  })
  void showsNothingThatMayBeALogin(String url, String shown) {
    strangers.request(taking("jdbc:"), url, new Properties());
    assertThat(lines())
        .contains("as to " + shown + ", keep")
        .doesNotContain("S3")
        .doesNotContain("cret");
  }

  @Test
  void tellsOfNoDriverThatIsAskedForTheUrlOfAnother() {
    strangers.request(taking("jdbc:h2:"), "jdbc:pgsql://db/orders", new Properties());
    assertThat(lines()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.config.UrlDialect#ofKnownDrivers")
  void tellsOfNoneThatWrapsAKnownOne(UrlDialect dialect) {
    String url = dialect.urlBeginning().replace("jdbc:", "jdbc:p6spy:") + "//db/orders";
    strangers.request(taking("jdbc:p6spy:"), url, new Properties());
    assertThat(lines()).isEmpty();
  }

  private String lines() {
    return String.join("\n", written);
  }

  private static Driver taking(String beginning) {
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (self, method, arguments) ->
                method.getName().equals("acceptsURL")
                    && ((String) arguments[0]).startsWith(beginning));
  }
}
