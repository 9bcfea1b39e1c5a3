// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.ConnectListener;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.reactive.ReactiveLogins;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.ObservationReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservingHooksTest {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "leasehold.mode", "observe",
          "leasehold.url", "jdbc:*",
          "leasehold.creds", "database/creds/orders",
          "leasehold.vault.addr", "http://127.0.0.1:1",
          "leasehold.auth.method", "token",
          "leasehold.auth.token-file", "/nowhere");

  /** A source that has no credential. */
  private static final LeaseSource NOTHING =
      new LeaseSource() {
        @Override
        public Lease fetch() throws LeaseException {
          throw new LeaseException(LeaseException.Kind.UNAVAILABLE, "there is none");
        }

        @Override
        public Lease renew(Lease lease) throws LeaseException {
          return fetch();
        }

        @Override
        public void revoke(Lease lease) {}

        @Override
        public void close() {}
      };

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    "fork jdbc, jdbc:clickhouse://app:S3cret@ch/db, jdbc:clickhouse://ch/db",
    "fork jdbc, jdbc:db2://h:50000/DB:user=app;password=S3cret;, jdbc:db2://h:50000/DB",
    "postgresql, jdbc:postgresql://app:S3cret@h/db, jdbc:postgresql://h/db",
    "mysql, jdbc:mysql://app:S3cret@h/db, jdbc:mysql://h/db",
    "oracle, jdbc:oracle:thin:app/S3cret@//h:1521/s, jdbc:oracle:thin:@//h:1521/s"
  })
  void writesWhereAConnectionLeadsAndNoPassword(String connectMethod, String url, String shown)
      throws Exception {
    Settings settings = Settings.read(new ProcessInputs(null, SETTINGS, Map.of()));
    Log log =
        new Log(
            new PrintStream(written, true, StandardCharsets.UTF_8)::println,
            Log.Level.DEBUG,
            "4711");
    ObservingHooks hooks =
        new ObservingHooks(
            Drivers.connectMethods(),
            Drivers.reactive(),
            settings,
            List.of(),
            new ObservationReport(log),
            null);
    assertThat(hooks.connecting(connectMethod, driver(), url, new Properties())).isNull();
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("connection to " + shown + " as ")
        .doesNotContain("S3cret");
  }

  @Test
  void writesWhatABindingWithoutAUrlWouldLeaveAlone() throws Exception {
    Map<String, String> given = new HashMap<>(SETTINGS);
    given.remove("leasehold.url");
    Settings settings = Settings.read(new ProcessInputs(null, given, Map.of()));
    List<String> lines = new CopyOnWriteArrayList<>();
    Log log = new Log(lines::add, Log.Level.INFO, "");
    ConnectListener connects = ConnectListener.of(List.of());
    BindingListeners listeners = new BindingListeners(LeaseListener.NONE, connects, log, null);
    BindingRuntime life =
        new BindingRuntime(
            settings, settings.bindings().get(0), NOTHING, listeners, LeaseClock.system());
    ObservingHooks hooks =
        new ObservingHooks(
            Drivers.connectMethods(),
            Drivers.reactive(),
            settings,
            List.of(life),
            new ObservationReport(log),
            null);
    Driver driver = new org.postgresql.Driver();
    Properties app = new Properties();
    app.setProperty("user", "app");
    hooks.connecting("postgresql", driver, "jdbc:postgresql://db/orders", app);
    hooks.connecting("postgresql", driver, "jdbc:postgresql://other/stock", app);
    String detour = "jdbc:postgresql://db/orders?socketFactory=com.example.F";
    hooks.connecting("postgresql", driver, detour, app);
    life.close(Duration.ofSeconds(1));
    assertThat(lines)
        .anyMatch(line -> line.contains("//db/orders as app would get a credential"))
        .anyMatch(line -> line.contains("would be refused: socketFactory may lead it elsewhere"))
        .anyMatch(
            line ->
                line.contains("//other/stock as app would be left as it is: binding default has")
                    && line.contains("no leasehold.url, so it would be for db:5432"));
  }

  @Test
  void writesThatAnAsynchronousConnectOfOraclesWouldBeRefused() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    ObservingHooks hooks =
        new ObservingHooks(
            Drivers.connectMethods(),
            Drivers.reactive(),
            Settings.read(new ProcessInputs(null, SETTINGS, Map.of())),
            List.of(),
            new ObservationReport(new Log(lines::add, Log.Level.INFO, "")),
            null);
    Object[] arguments = {driver(), "jdbc:oracle:thin:@//h:1521/s", new Properties()};
    assertThat(hooks.intercept("oracle asynchronous", arguments)).isNull();
    assertThat(lines)
        .anyMatch(line -> line.contains("//h:1521/s as null would be refused: an asynchronous"))
        .noneMatch(line -> line.contains("would get a credential"));
  }

  @Test
  void writesWhichParameterKeepsAConnectionFromABinding() throws Exception {
    Map<String, String> given = new HashMap<>(SETTINGS);
    given.put("leasehold.url", "jdbc:postgresql://db/orders?sslmode=require");
    List<String> lines = new CopyOnWriteArrayList<>();
    ObservingHooks hooks =
        new ObservingHooks(
            Drivers.connectMethods(),
            Drivers.reactive(),
            Settings.read(new ProcessInputs(null, given, Map.of())),
            List.of(),
            new ObservationReport(new Log(lines::add, Log.Level.INFO, "")),
            null);
    Driver driver = new org.postgresql.Driver();
    hooks.connecting("postgresql", driver, "jdbc:postgresql://db/orders", new Properties());
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("matches no binding, though it leads where binding default is for: leasehold.url")
        .contains("asks for sslmode=require, and the driver goes by none of this name");
  }

  /** An exception of it would refuse the connection. */
  @Test
  void lookingAtAConnectionNeverRefusesIt() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    ObservingHooks hooks =
        new ObservingHooks(
            Drivers.connectMethods(),
            Map.of("broken", broken()),
            Settings.read(new ProcessInputs(null, SETTINGS, Map.of())),
            List.of(),
            new ObservationReport(new Log(lines::add, Log.Level.INFO, "")),
            null);
    String url = "jdbc:clickhouse://ch/db";
    assertThat(hooks.connecting("fork jdbc", throwing(), url, new Properties())).isNull();
    assertThat(hooks.intercept("broken", new Object[0])).isNull();
    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.contains("could not be looked at: java.lang.InternalError: of"));
  }

  private static Driver throwing() {
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) -> {
              throw new InternalError("of the driver");
            });
  }

  private static ReactiveDriver broken() {
    return new ReactiveDriver() {
      @Override
      public Object[] intercept(String kind, Object[] arguments, ReactiveLogins logins) {
        throw new InternalError("of the client");
      }

      @Override
      public @Nullable SQLException failureOf(Object message) {
        return null;
      }

      @Override
      public DriverDialect dialect() {
        return new PostgresDialect();
      }
    };
  }

  /** A driver that takes any URL. */
  private static Driver driver() {
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) -> true);
  }
}
