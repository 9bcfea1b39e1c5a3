package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.Settings;
import dev.leasehold.config.SettingsSources;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.ObservationReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    "fork jdbc, jdbc:clickhouse://app:S3cret@ch/db, jdbc:clickhouse://ch/db",
    "fork jdbc, jdbc:db2://h:50000/DB:user=app;password=S3cret;, jdbc:db2://h:50000/DB",
    "postgresql, jdbc:postgresql://app:S3cret@h/db, jdbc:postgresql://h/db",
    "mysql, jdbc:mysql://app:S3cret@h/db, jdbc:mysql://h/db",
    "oracle, jdbc:oracle:thin:app/S3cret@//h:1521/s, jdbc:oracle:thin:@//h:1521/s"
  })
  void writesWhereAConnectionLeadsAndNoPassword(String entrance, String url, String shown)
      throws Exception {
    Settings settings = Settings.read(new SettingsSources(null, SETTINGS, Map.of()));
    Log log =
        new Log(
            new PrintStream(written, true, StandardCharsets.UTF_8)::println,
            Log.Level.DEBUG,
            "4711");
    ObservingHooks hooks =
        new ObservingHooks(
            Drivers.entrances(),
            Drivers.reactive(),
            settings,
            List.of(),
            new ObservationReport(log));
    assertThat(hooks.connecting(entrance, driver(), url, new Properties())).isNull();
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("connection to " + shown + " as ")
        .doesNotContain("S3cret");
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
