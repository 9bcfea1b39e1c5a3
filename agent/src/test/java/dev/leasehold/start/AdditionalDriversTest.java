// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.agent.StrangeDriver;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.UnwovenDrivers;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.observe.Log;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A driver that is not known is treated, or told of, with each value of {@code leasehold.drivers}.
 */
class AdditionalDriversTest {

  private static final String NAMED = "com.impossibl.postgres.jdbc.PGDriver";

  private static final String REACTIVE = "io/r2dbc/%s/%sConnectionFactoryProvider";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Log log = new Log(lines::add, Log.Level.INFO, "4711");
  private final Weaver weaver = new Weaver(Drivers.wovenClasses());
  private final WeavingTransformer weaving =
      new WeavingTransformer(
          weaver, instrumentation(), new DriverArrival(), new UnwovenDrivers(), log);

  @Test
  void treatsAnUnknownDriverOfABindingWhateverElseIsNamed() throws Exception {
    start("jdbc:db2://db/orders", NAMED + "=postgresql");
    assertThat(woven(StrangeDriver.class)).isNotNull();
    assertThat(String.join("\n", lines))
        .contains("binding default is for jdbc:db2://db/orders")
        .contains("Unless leasehold.drivers names it (" + NAMED + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "jdbc:*"})
  void watchesUnknownDriversWhereThePatternLeavesTheDriverOpen(String pattern) throws Exception {
    start(pattern, null);
    assertThat(woven(StrangeDriver.class)).isNotNull();
    assertThat(weaver.mayConnect(name(StrangeDriver.class), bytes(StrangeDriver.class))).isFalse();
    assertThat(weaver.mayBeReactiveClient(REACTIVE.formatted("h2", "H2"))).isTrue();
    assertThat(weaver.mayBeReactiveClient(REACTIVE.formatted("pool", "Pooling"))).isFalse();
    assertThat(lines).isEmpty();
  }

  @Test
  void leavesUnknownDriversAloneWhereThePatternIsForAKnownOne() throws Exception {
    start("jdbc:postgresql://db/orders", NAMED + "=postgresql");
    assertThat(woven(StrangeDriver.class)).isNull();
    assertThat(weaver.mayWeave(REACTIVE.formatted("h2", "H2"))).isFalse();
  }

  @Test
  void warnsOfANamedClassThatIsNotLoaded() throws Exception {
    String loaded = StrangeDriver.class.getName();
    Settings settings = start("jdbc:db2://db", NAMED + "=postgresql," + loaded + "=jdbc");
    UnloadedDrivers unloaded =
        new UnloadedDrivers(settings.drivers().keySet(), weaving::isAwaited, log);
    assertThat(woven(StrangeDriver.class)).isNotNull();
    lines.clear();
    unloaded.tell(Duration.ofMinutes(5));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("WARN")
        .contains("leasehold.drivers names " + NAMED + ", which the application has not loaded")
        .contains("5 min")
        .doesNotContain(loaded);
  }

  private Settings start(String url, @Nullable String drivers) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("VAULT_ADDR", "https://vault:8200");
    environment.put("LEASEHOLD_AUTH_ROLE", "orders");
    environment.put("LEASEHOLD_CREDS", "database/creds/orders");
    environment.put("LEASEHOLD_URL", url);
    if (drivers != null) {
      environment.put("LEASEHOLD_DRIVERS", drivers);
    }
    Settings settings = Settings.read(new ProcessInputs(null, Map.of(), environment));
    AdditionalDrivers.weave(settings, weaving, log);
    return settings;
  }

  private byte @Nullable [] woven(Class<?> type) throws IOException {
    return weaving.transform(type.getClassLoader(), name(type), null, null, bytes(type));
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getClassLoader().getResourceAsStream(name(type) + ".class")) {
      return requireNonNull(in).readAllBytes();
    }
  }

  private static Instrumentation instrumentation() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            AdditionalDriversTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (self, method, arguments) ->
                method.getName().equals("getAllLoadedClasses") ? new Class<?>[0] : null);
  }
}
