// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.DriverConnectRecipe;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.JdbcDialect;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverConnectRecipeTest {

  private static final Targets APP = Targets.of(Target.of("db", 5432, "app"));
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void isBoundedWhateverTheApplicationAsksFor(String library) throws Exception {
    String url =
        "jdbc:postgresql://db/app?loginTimeout=0&connectTimeout=0&socketTimeout=0&ApplicationName=a";
    Properties info = new Properties();
    info.setProperty("socketTimeout", "0");
    try (LibraryLoader application = new LibraryLoader(library)) {
      Map<String, String> taken = new HashMap<>();
      Driver driver = taking(application.driver(), taken);
      new DriverConnectRecipe(new PostgresDialect(), driver, url, info, APP)
          .open(new Credential("v-test", Secret.of("x")), Target.of("db", 5432, "app"));
      String bound = Integer.toString(ConnectRecipe.BOUND_SECONDS);
      assertThat(taken)
          .containsEntry("loginTimeout", bound)
          .containsEntry("connectTimeout", bound)
          .containsEntry("socketTimeout", bound)
          .containsEntry("ApplicationName", "a");
    }
  }

  @Test
  void connectsWhenTheApplicationHasLetItsDriverGo() {
    DriverConnectRecipe recipe = recipeOfADriverThatIsCollected(new PostgresDialect());
    Credential credential = new Credential("v-test", Secret.of("x"));
    assertThatThrownBy(() -> recipe.open(credential, Target.of("db", 5432, "app")))
        .isInstanceOf(SQLException.class)
        .hasMessage("asked for jdbc:postgresql://db:5432/app as v-test");
  }

  /** Its constructor is the application's code. */
  @Test
  void makesNoDriverOfWhichNothingIsAsked() throws Exception {
    DriverConnectRecipe recipe = recipeOfADriverThatIsCollected(new JdbcDialect());
    int made = FailingDriver.MADE.get();
    Credential credential = new Credential("v-test", Secret.of("x"));
    assertThat(recipe.open(credential, Target.of("db", 5432, "app"))).isNull();
    assertThat(FailingDriver.MADE).hasValue(made);
  }

  private static DriverConnectRecipe recipeOfADriverThatIsCollected(DriverDialect dialect) {
    List<Driver> held = new ArrayList<>(List.of(new FailingDriver()));
    DriverConnectRecipe recipe =
        new DriverConnectRecipe(
            dialect, held.get(0), "jdbc:postgresql://db/app", new Properties(), APP);
    WeakReference<Driver> collected = new WeakReference<>(held.remove(0));
    long bound = System.nanoTime() + BOUND_NANOS;
    while (collected.get() != null && System.nanoTime() < bound) {
      System.gc();
    }
    assertThat(collected.get()).isNull();
    return recipe;
  }

  /** A new driver is made where another has gone. */
  public static class FailingDriver implements Driver {

    /** How many were made. */
    static final AtomicInteger MADE = new AtomicInteger();

    /** As a driver is made. */
    public FailingDriver() {
      MADE.incrementAndGet();
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      throw new SQLException("asked for " + url + " as " + info.getProperty("user"));
    }

    @Override
    public boolean acceptsURL(String url) {
      return true;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }
  }

  /**
   * Returns a driver that does not connect but keeps the properties that the other would take of
   * URL and info.
   */
  private static Driver taking(Driver other, Map<String, String> taken) {
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) -> {
              String url = (String) arguments[0];
              for (DriverPropertyInfo p : other.getPropertyInfo(url, (Properties) arguments[1])) {
                taken.put(p.name, p.value);
              }
              return null;
            });
  }
}
