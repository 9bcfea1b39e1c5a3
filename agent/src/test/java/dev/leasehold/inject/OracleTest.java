// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import java.lang.reflect.InvocationTargetException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle's driver up to its login point; there is no server behind it. Port 1 answers nobody. */
class OracleTest {

  private static final String URL = "jdbc:oracle:thin:@//127.0.0.1:1/app";

  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-19.29.0.0", "ojdbc11-21.24.0.0", "ojdbc11-23.26.4.0.0"})
  void isAskedAtTheDriverAndAtTheDataSource(String library) throws Exception {
    InstalledHooks.set(
        new RefusingHooks(
            Drivers.connectMethods(),
            Drivers.reactive(),
            (url, targets, user) -> "app_static".equals(user) && url.contains("127.0.0.1:1/app"),
            "as asked"));
    try (LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("oracle.jdbc.OracleDriver");
      Properties info = properties("app_static");
      assertRefused(() -> driver.connect(URL, info));
      assertRefused(
          () ->
              driver.connect(
                  "jdbc:oracle:thin:app_static/wrong@//127.0.0.1:1/app", new Properties()));
      assertRefused(dataSource(application)::getConnection);
      assertRefused(() -> dataSource(application).getConnection("app_static", "wrong"));
      assertThatThrownBy(() -> driver.connect(URL, properties("somebody")))
          .isInstanceOf(SQLException.class)
          .message()
          .doesNotContain("as asked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-19.29.0.0", "ojdbc11-21.24.0.0", "ojdbc11-23.26.4.0.0"})
  void leavesAFailureToConnectAndTheCallersPropertiesAsTheyAre(String library) throws Exception {
    try (Deployment deployment =
            new Deployment(Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> true);
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("oracle.jdbc.OracleDriver");
      Properties info = properties("app_static");
      assertThatThrownBy(() -> driver.connect(URL, info))
          .isInstanceOf(SQLException.class)
          .message()
          .doesNotContain("Leasehold");
      assertThat(info).isEqualTo(properties("app_static"));
      assertThat(driver.connect("jdbc:other:thing", info)).isNull();
      assertThat(deployment.openOf(1)).isZero();
      assertThat(deployment.source.fetched()).isEqualTo(1);
    }
  }

  /** So a login in the query is taken out. The newest does not show its reading of it. */
  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-19.29.0.0", "ojdbc11-21.24.0.0"})
  void theDriverPrefersTheUserOfTheQuery(String library) throws Exception {
    InstalledHooks.set(null);
    try (LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("oracle.jdbc.OracleDriver");
      Properties info = properties("app_static");
      assertThatThrownBy(() -> driver.connect(URL + "?user=query", info))
          .isInstanceOf(SQLException.class);
      assertThat(info).containsEntry("user", "query");
    }
  }

  /** As R2DBC for Oracle does: the driver returns before it has connected. */
  @ParameterizedTest
  @ValueSource(strings = {"ojdbc11-21.24.0.0", "ojdbc11-23.26.4.0.0"})
  void refusesAnAsynchronousConnectOfABinding(String library) throws Exception {
    try (LoginListener server = LoginListener.refusing("", new TnsProtocol());
        LibraryLoader application = new LibraryLoader(library)) {
      DataSource source = dataSource(application);
      LibraryLoader.set(
          source, "setURL", "jdbc:oracle:thin:@//127.0.0.1:" + server.port() + "/app");
      InstalledHooks.set(null);
      assertThat(asynchronously(source)).isInstanceOf(SQLException.class);
      assertThat(server.users()).as("without Leasehold").isNotEmpty();
      final int before = server.users().size();
      InstalledHooks.set(
          new RefusingHooks(
              Drivers.connectMethods(),
              Drivers.reactive(),
              (url, targets, user) -> "app_static".equals(user),
              "as asked"));
      assertThat(asynchronously(source)).hasStackTraceContaining("Leasehold: as asked");
      try (Deployment ignored =
          new Deployment(Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> true)) {
        assertThat(asynchronously(source))
            .hasStackTraceContaining("buildConnectionPublisherOracle")
            .hasStackTraceContaining("the configured password is not tried");
      }
      assertThat(server.users()).hasSize(before);
      try (Deployment ignored =
          new Deployment(Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> false)) {
        assertThat(asynchronously(source)).isInstanceOf(SQLException.class);
      }
      assertThat(server.users()).as("a connection of no binding").hasSizeGreaterThan(before);
    }
  }

  /** Returns the failure of an asynchronous connect. */
  private static Throwable asynchronously(DataSource source) throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    try {
      ClassLoader application = source.getClass().getClassLoader();
      Object builder =
          application
              .loadClass("oracle.jdbc.datasource.OracleDataSource")
              .getMethod("createConnectionBuilder")
              .invoke(source);
      Flow.Publisher<?> publisher =
          (Flow.Publisher<?>)
              application
                  .loadClass("oracle.jdbc.OracleConnectionBuilder")
                  .getMethod("buildConnectionPublisherOracle")
                  .invoke(builder);
      publisher.subscribe(new FirstFailure(failure));
    } catch (InvocationTargetException thrown) {
      failure.complete(thrown.getCause());
    }
    return failure.get(60, TimeUnit.SECONDS);
  }

  /** Asks for one connection, which is not to come. */
  private record FirstFailure(CompletableFuture<Throwable> failure)
      implements Flow.Subscriber<Object> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(Object connection) {
      failure.complete(new AssertionError("connected: " + connection));
    }

    @Override
    public void onError(Throwable thrown) {
      failure.complete(thrown);
    }

    @Override
    public void onComplete() {
      failure.complete(new AssertionError("no connection and no failure"));
    }
  }

  private static DataSource dataSource(LibraryLoader application)
      throws ReflectiveOperationException {
    Object source = application.make("oracle.jdbc.pool.OracleDataSource");
    source.getClass().getMethod("setURL", String.class).invoke(source, URL);
    source.getClass().getMethod("setUser", String.class).invoke(source, "app_static");
    source.getClass().getMethod("setPassword", String.class).invoke(source, "wrong");
    return (DataSource) source;
  }

  private static void assertRefused(ThrowingCallable connect) {
    assertThatThrownBy(connect)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Leasehold: as asked");
  }

  private static Properties properties(String user) {
    Properties info = new Properties();
    info.setProperty("user", user);
    info.setProperty("password", "wrong");
    info.setProperty("oracle.net.CONNECT_TIMEOUT", "2000");
    return info;
  }
}
