// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.observe.Log;
import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class StrangeDriversTest {

  private final List<String> written = new CopyOnWriteArrayList<>();
  private final StrangeDrivers strangers =
      new StrangeDrivers(new Log(written::add, Log.Level.INFO, ""));

  @Test
  void tellsOfEachDriverOnceAndShowsNoPassword() {
    Driver driver = taking("jdbc:pgsql:");
    String url = "jdbc:pgsql://app:S3cret@db/orders?password=S3cret&x=y";
    assertThat(strangers.request(driver, url, new Properties())).isNull();
    strangers.request(driver, url, new Properties());
    assertThat(lines())
        .containsOnlyOnce("WARN")
        .contains(driver.getClass().getName() + " is not known")
        .contains("as to jdbc:pgsql://db/orders, keep the password that is configured")
        .contains("leasehold.drivers")
        .contains("leasehold.url")
        .doesNotContain("S3cret");
  }

  @Test
  void tellsOfNoDriverThatIsAskedForTheUrlOfAnother() {
    strangers.request(taking("jdbc:h2:"), "jdbc:pgsql://db/orders", new Properties());
    assertThat(lines()).isEmpty();
  }

  @Test
  void tellsOfNoneThatWrapsAKnownOne() {
    String url = "jdbc:p6spy:postgresql://db/orders";
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
