// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.reflect.Constructor;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedDriversTest {

  private static final String WHY = "the jar is not whole: \u00fc";
  private static final String FORK = "com/example/fork/Driver";
  private static final String STRANGE = "dev/leasehold/agent/StrangeDriver";

  private static final RefusedDrivers REFUSED =
      new RefusedDrivers("drivers=com.example.fork.Driver=postgresql,creds=database/creds/a", WHY);

  static Set<String> drivers() {
    return REFUSED.drivers;
  }

  static Set<String> others() {
    return REFUSED.others;
  }

  static Set<String> logins() {
    return REFUSED.logins;
  }

  /** The compiler copies the list: the settings are in a part of the jar that may not be there. */
  @Test
  void needsNoClassOfTheSettings() throws Exception {
    Constructor<?> constructor =
        ownPackageOnly()
            .loadClass(RefusedDrivers.class.getName())
            .getDeclaredConstructor(String.class, String.class);
    constructor.setAccessible(true);
    ClassFileTransformer alone = (ClassFileTransformer) constructor.newInstance(null, WHY);
    assertThat(alone.transform(null, "org/postgresql/Driver", null, null, new byte[0])).isNotNull();
  }

  private static ClassLoader ownPackageOnly() {
    return new ClassLoader(ClassLoader.getPlatformClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        try (InputStream code = RefusedDrivers.class.getResourceAsStream(simple + ".class")) {
          if (code == null || !name.startsWith(RefusedDrivers.class.getPackageName())) {
            throw new ClassNotFoundException(name);
          }
          byte[] bytes = code.readAllBytes();
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    };
  }

  @Test
  void knowsEveryClassThroughWhichAKnownDriverConnects() {
    Weaver weaver = new Weaver(Drivers.wovenClasses());
    Stream<String> woven =
        weaver.internalNames().stream().filter(name -> weaver.mayConnect(name, new byte[0]));
    assertThat(Stream.concat(drivers().stream(), others().stream()))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(woven, Stream.of(FORK)).toList());
  }

  @Test
  void knowsEveryClassByWhichAKnownDriverLogsIn() {
    Weaver weaver = new Weaver(Drivers.wovenClasses());
    assertThat(logins())
        .containsExactlyInAnyOrderElementsOf(
            weaver.internalNames().stream().filter(weaver::isLoginPoint).toList());
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void aDriverRefusesEachConnectionAndSaysWhy(String name) throws Exception {
    Driver driver = (Driver) load(name).getConstructor().newInstance();
    assertThatThrownBy(() -> driver.connect("jdbc:any", new Properties()))
        .isInstanceOfSatisfying(
            SQLException.class, thrown -> assertThat(thrown.getSQLState()).isEqualTo("28000"))
        .hasMessage(WHY);
    assertThatThrownBy(() -> driver.acceptsURL("jdbc:any")).hasMessage(WHY);
  }

  @ParameterizedTest
  @MethodSource({"others", "logins"})
  void whatIsNoDriverCannotBeUsed(String name) {
    assertThatThrownBy(() -> load(name).getConstructor().newInstance())
        .isInstanceOf(ExceptionInInitializerError.class)
        .hasRootCauseMessage(WHY);
  }

  /** The settings name a fork; its name may be misspelt, and a binding be for another driver. */
  @Test
  void refusesEveryClassThatIsADriverWhereOthersMayBeMeant() throws Exception {
    byte[] standIn = requireNonNull(REFUSED.transform(null, STRANGE, null, null, bytes(STRANGE)));
    assertThat(ClassFileInterfaces.has(standIn, "java/sql/Driver")).isTrue();
    assertThat(new String(standIn, US_ASCII)).contains("the jar is not whole");
    for (String other : List.of("java/sql/Driver", "java/util/HashMap")) {
      assertThat(REFUSED.transform(null, other, null, null, bytes(other))).as(other).isNull();
    }
  }

  @Test
  void leavesUnknownDriversAloneWhereNoneIsMeant() throws Exception {
    RefusedDrivers known =
        new RefusedDrivers("url=jdbc:postgresql://db,creds=database/creds/a", WHY);
    assertThat(known.transform(null, STRANGE, null, null, bytes(STRANGE))).isNull();
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = requireNonNull(ClassLoader.getSystemResourceAsStream(name + ".class"))) {
      return in.readAllBytes();
    }
  }

  @Test
  void leavesEveryOtherClassAlone() {
    assertThat(transformed("org/h2/Driver")).isNull();
  }

  private byte @Nullable [] transformed(String name) {
    return REFUSED.transform(null, name, null, null, name.getBytes(US_ASCII));
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    byte[] standIn = requireNonNull(transformed(name));
    return new ClassLoader(RefusedDriversTest.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
        return wanted.equals(name.replace('/', '.'))
            ? defineClass(wanted, standIn, 0, standIn.length)
            : super.loadClass(wanted, resolve);
      }
    }.loadClass(name.replace('/', '.'));
  }
}
