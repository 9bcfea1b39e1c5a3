// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.UnwovenDrivers;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import dev.leasehold.observe.Log;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** A class that connects is woven, or it is not loaded, after each fault. */
class WeavingTransformerTest {

  private static final byte[] GARBAGE = {1, 2, 3};

  private final Weaver weaver = new Weaver(Drivers.wovenClasses());
  private final DriverArrival arrival = new DriverArrival();
  private final UnwovenDrivers unwoven = new UnwovenDrivers();
  private final AtomicInteger arrived = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/postgresql/Driver",
        "org/mariadb/jdbc/Driver",
        "org/mariadb/jdbc/MariaDbConnection"
      })
  void aClassThatMayConnectIsNotLoadedWhereItCannotBeWoven(String name) {
    assertThat(weaving(line -> {}).transform(loader(), name, null, null, GARBAGE)).hasSize(4);
  }

  @Test
  void norWhereNotEvenThatCanBeSaid() {
    WeavingTransformer weaving =
        weaving(
            line -> {
              throw new StackOverflowError();
            });
    assertThat(weaving.transform(loader(), "org/postgresql/Driver", null, null, GARBAGE))
        .hasSize(4);
  }

  @Test
  void norAnUnknownDriverWhereOneIsMeant() throws IOException {
    weaver.addOtherDrivers(Drivers.OTHER_DRIVERS);
    byte[] cut = "\1\0\17java/sql/Driver and no class".getBytes("ISO-8859-1");
    assertThat(weaving(line -> {}).transform(loader(), "com/example/Driver", null, null, cut))
        .hasSize(4);
  }

  @Test
  void anyOtherClassIsLoadedAsItIs() {
    assertThat(
            weaving(line -> {})
                .transform(loader(), "org/postgresql/jdbc/PgResultSet", null, null, GARBAGE))
        .isNull();
  }

  @Test
  void theClassOfADriverSaysThatConnectionsAreToBeExpected() throws IOException {
    arrival.then(arrived::incrementAndGet);
    WeavingTransformer weaving = weaving(line -> {});
    weaving.transform(loader(), "org/postgresql/jdbc/PgResultSet", null, null, GARBAGE);
    assertThat(arrived).hasValue(0);
    byte[] driver = classfile("org/postgresql/Driver.class");
    assertThat(weaving.transform(loader(), "org/postgresql/Driver", null, null, driver))
        .hasSizeGreaterThan(driver.length);
    assertThat(arrived).hasValue(1);
  }

  @Test
  void saysOfAClassThatWasLoadedBeforeWhatBecomesOfItsConnections() {
    weaver.add(List.of(new WovenClass(Pool.class.getName().replace('.', '/'))));
    List<String> lines = new ArrayList<>();
    weaving(lines::add).start();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("Driver was loaded before", "its connections are refused where it logs in")
        .doesNotContain("password");
    assertThat(unwoven.holds(Driver.class)).isTrue();
    assertThat(lines.get(1))
        .contains("Pool was loaded before", "end at their lease's deadline at the latest")
        .doesNotContain("password");
  }

  @Test
  void saysOfADriverThatIsLoadedThatItStaysAsItWas() {
    List<String> lines = new ArrayList<>();
    WeavingTransformer weaving = weaving(lines::add);
    assertThat(weaving.transform(loader(), "org/postgresql/Driver", Driver.class, null, GARBAGE))
        .hasSize(4);
    assertThat(lines).singleElement().asString().contains("stays as it was");
  }

  /** Stands for a pool's class. */
  private static final class Pool {}

  private WeavingTransformer weaving(Consumer<String> lines) {
    Log log = new Log(lines, Log.Level.INFO, "4711");
    return new WeavingTransformer(weaver, instrumentation(), arrival, unwoven, log);
  }

  private static ClassLoader loader() {
    return WeavingTransformerTest.class.getClassLoader();
  }

  private static byte[] classfile(String name) throws IOException {
    try (InputStream in = loader().getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return in == null ? GARBAGE : in.readAllBytes();
    }
  }

  private static Instrumentation instrumentation() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            loader(),
            new Class<?>[] {Instrumentation.class},
            (self, method, arguments) -> {
              if (method.getName().equals("retransformClasses")) {
                throw new UnmodifiableClassException();
              }
              return method.getName().equals("getAllLoadedClasses")
                  ? new Class<?>[] {Driver.class, Pool.class}
                  : null;
            });
  }
}
