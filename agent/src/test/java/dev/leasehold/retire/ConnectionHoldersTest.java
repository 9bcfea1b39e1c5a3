// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The stacks of connects, innermost first. */
public class ConnectionHoldersTest {

  private static final String POOL = "com.zaxxer.hikari.pool.HikariPool";
  private static final Path LIBRARIES = Path.of("target", "libraries");

  @AutoClose
  private final URLClassLoader application =
      new URLClassLoader(
          new URL[] {
            jar("postgresql-newest"),
            jar("HikariCP-5.1.0"),
            jar("slf4j-api-2.0.17"),
            jar("p6spy-3.9.1")
          },
          ClassLoader.getPlatformClassLoader());

  private final ConnectionHolders holders = new ConnectionHolders(Set.of(POOL));

  /** Returns a class as a holder, for log lines about it. */
  public static ConnectionHolder holder(Class<?> type) {
    return new ConnectionHolder(type, false);
  }

  @Test
  void isTheFirstClassThatIsNeitherTheAgentsNorTheJdksNorTheDrivers() throws Exception {
    ConnectionHolder holder =
        requireNonNull(
            of(
                "org.postgresql.Driver",
                "java.sql.DriverManager",
                "org.postgresql.ds.common.BaseDataSource",
                "com.p6spy.engine.spy.P6SpyDriver",
                "org.slf4j.LoggerFactory"));
    assertThat(holder.isTold()).isFalse();
    assertThat(holder).asString().startsWith("com.p6spy.engine.spy.P6SpyDriver (p6spy-3.9.1.jar");
  }

  @Test
  void isToldWhereAClassOfAKnownPoolIsFurtherOut() throws Exception {
    ConnectionHolder holder =
        requireNonNull(
            of(
                "org.postgresql.Driver",
                "com.p6spy.engine.spy.P6SpyDriver",
                "com.zaxxer.hikari.util.DriverDataSource",
                POOL + "$PoolEntryCreator"));
    assertThat(holder.isTold()).isTrue();
  }

  /** A pool of the driver's own connects on a thread of its own. */
  @Test
  void isTheDriversOutermostClassWhereNoOtherConnects() throws Exception {
    ConnectionHolder holder =
        requireNonNull(of("org.postgresql.Driver", "org.postgresql.ds.PGSimpleDataSource"));
    assertThat(holder.isTold()).isFalse();
    assertThat(holder).asString().startsWith("org.postgresql.ds.PGSimpleDataSource (");
  }

  /** A driver's own pool may be told to let go. */
  @Test
  void isTheDriversPoolThatIsToldBeforeWhoBorrows() throws Exception {
    String pool = "org.postgresql.ds.PGPoolingDataSource";
    ConnectionHolder holder =
        requireNonNull(
            new ConnectionHolders(Set.of(pool))
                .of(classes("org.postgresql.Driver", pool, "com.p6spy.engine.spy.P6SpyDriver")));
    assertThat(holder.isTold()).isTrue();
  }

  @Test
  void isNobodyWhereOnlyAgentAndJdkAreSeen() throws Exception {
    assertThat(of()).isNull();
  }

  private @Nullable ConnectionHolder of(String... names) throws ClassNotFoundException {
    return holders.of(classes(names));
  }

  /** The agent's own classes are of the loader of these tests. */
  private Class<?>[] classes(String... names) throws ClassNotFoundException {
    Class<?>[] stack = new Class<?>[names.length + 2];
    stack[0] = ConnectionHolders.class;
    for (int i = 0; i < names.length; i++) {
      stack[i + 1] = Class.forName(names[i], false, application);
    }
    stack[names.length + 1] = DriverManager.class;
    return stack;
  }

  @Test
  void sameClassIsTheSameHolder() throws Exception {
    assertThat(of("org.postgresql.Driver", "org.slf4j.LoggerFactory"))
        .isSameAs(of("org.postgresql.Driver", "org.slf4j.LoggerFactory"));
  }

  private static URL jar(String library) {
    try {
      return LIBRARIES.resolve(library + ".jar").toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
