// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PgBouncerServer;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connections of a driver that is watched, and moved when the test says so. */
final class MovableSessions implements AutoCloseable {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final Duration QUIET = Duration.ofMillis(5);

  /** As by default. */
  private static final int LOGINS = 4;

  /** Half of the margin of a deployment. */
  private static final Duration NOTICE = Duration.ofMillis(500);

  private final PostgresServer server;
  private final LibraryLoader application;
  private final HandOverDriver driver = Drivers.handOver();
  private final AtomicReference<@Nullable SqlAction> whenCarrying = new AtomicReference<>();

  /** The work of a test while the settings of an old session are being carried over. */
  @FunctionalInterface
  interface SqlAction {
    void run() throws SQLException;
  }

  MovableSessions(PostgresServer server, String library) {
    this(server, library, "");
  }

  /** Of a driver that lacks one of the methods that are watched. */
  MovableSessions(PostgresServer server, String library, String lacking) {
    this.server = server;
    this.application = LibraryLoader.watched(library);
    InstalledHooks.set(new Watching(driver, lacking, whenCarrying));
  }

  /**
   * Returns a binding for {@link #properties}, whose connections are moved when they are quiet.
   *
   * @param all whether connections of pools are moved, too, that are told to let go
   */
  static Deployment deploy(PostgresServer server, boolean all) {
    return deploy(server, policy(all), new SessionStart(null, null));
  }

  /** Returns a binding whose sessions begin so. */
  static Deployment deploy(PostgresServer server, HandOverPolicy policy, SessionStart start) {
    ConnectionMatcher match = (url, targets, user) -> "app_static".equals(user);
    return new Deployment(Roles.of(server), Deployment.LONG, match, start).handOver(policy);
  }

  /** Returns a policy of a driver that has seen no session, to move connections that are quiet. */
  static HandOverPolicy policy(boolean all) {
    return new HandOverPolicy(Drivers.handOver(), all, LOGINS, QUIET, NOTICE);
  }

  /** Returns a policy by which so many connections at once are moved. */
  static HandOverPolicy policy(HandOverDriver driver, int logins) {
    return new HandOverPolicy(driver, false, logins, QUIET, NOTICE);
  }

  /** Returns a driver that tells of each look whether a connection may be moved. */
  static HandOverDriver telling(Runnable looked) {
    HandOverDriver driver = Drivers.handOver();
    return driver(
        (proxy, method, arguments) -> {
          if (method.getName().equals("obstacle")) {
            looked.run();
          }
          return method.invoke(driver, arguments);
        });
  }

  /** Returns a driver that hands its calls on. */
  static HandOverDriver driver(InvocationHandler calls) {
    return (HandOverDriver)
        Proxy.newProxyInstance(
            HandOverDriver.class.getClassLoader(), new Class<?>[] {HandOverDriver.class}, calls);
  }

  /** Returns the properties with which an application opens a matched connection, and more. */
  static Properties properties(String... more) {
    return login("app_static", "wrong", more);
  }

  private static Properties login(String user, String password, String... more) {
    Properties info = new Properties();
    info.setProperty("user", user);
    info.setProperty("password", password);
    for (int i = 0; i < more.length; i += 2) {
      info.setProperty(more[i], more[i + 1]);
    }
    return info;
  }

  private record Watching(
      HandOverDriver driver, String lacking, AtomicReference<@Nullable SqlAction> whenCarrying)
      implements Hooks {

    @Override
    public @Nullable ConnectAttempt connecting(
        String connectMethod,
        @Nullable Object target,
        @Nullable Object first,
        @Nullable Object second) {
      return null;
    }

    @Override
    public Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
      if (kind.equals(lacking)) {
        return null;
      }
      driver.seen(kind, arguments);
      SqlAction due = isCarrying(kind, arguments) ? whenCarrying.getAndSet(null) : null;
      if (due != null) {
        due.run();
      }
      return null;
    }

    private static boolean isCarrying(String kind, Object[] arguments)
        throws ReflectiveOperationException {
      if (kind.equals("postgresql parsed")) {
        for (Object query : (List<?>) arguments[1]) {
          if (MemberAccess.part(query, "nativeSql").toString().contains("pg_catalog.set_config(")) {
            return true;
          }
        }
      }
      return false;
    }
  }

  /** Creates users whose names are their passwords. */
  static void createUsers(PostgresServer server, String... users) {
    for (String user : users) {
      server.query("CREATE ROLE " + user + " LOGIN PASSWORD '" + user + "' IN ROLE app_rw");
    }
  }

  /** Tries to move a connection of the user {@code before} that has executed nothing. */
  static HandOverResult moveOnce(PostgresServer server) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      return sessions.move(live, fresh, "before");
    }
  }

  /** Opens a connection as an application does, with these properties beside the user. */
  Connection live(String user, String... properties) throws Exception {
    return connect(server.url(), user, properties);
  }

  /**
   * Opens a connection whose session is asked for its state, as by an attempt that moves nothing.
   */
  Connection asked(String user, String... properties) throws Exception {
    Connection live = live(user, properties);
    try (Connection other = fresh(user)) {
      assertThat(move(live, other, "another").kind()).isEqualTo(HandOverResult.HandOverKind.HELD);
    }
    return live;
  }

  /** Opens a connection to a database of the test's, as our own connections are opened. */
  Connection liveAt(String url, String user) throws Exception {
    return connect(url, user, "preferQueryMode", "simple");
  }

  /** Opens a connection by a pooler. */
  Connection live(PgBouncerServer pooler, String user) throws Exception {
    return connect(pooler.url(), user);
  }

  private Connection connect(String to, String user, String... properties) throws Exception {
    return application.driver().connect(to, login(user, user, properties));
  }

  /** Opens a connection to be put under it. */
  Connection fresh(String user, String... properties) throws Exception {
    return fresh(server, user, properties);
  }

  /** Opens a connection to a server of the test's. */
  Connection fresh(PostgresServer to, String user, String... properties) throws Exception {
    String[] bare = with(with(properties, "preferQueryMode", "simple"), "autosave", "never");
    return connect(to.url(), user, bare);
  }

  /** Opens a connection by a pooler, to be put under another. */
  Connection fresh(PgBouncerServer pooler, String user) throws Exception {
    return connect(pooler.url(), user, "preferQueryMode", "simple");
  }

  /** Returns properties in pairs, and one thing more. */
  static String[] with(String[] properties, String name, String value) {
    String[] more = Arrays.copyOf(properties, properties.length + 2);
    more[properties.length] = name;
    more[properties.length + 1] = value;
    return more;
  }

  /** Sends a signal to a process of a server. */
  static void signal(String signal, long process) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process)).start().waitFor())
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Moves a connection in a hurry. */
  HandOverResult move(Connection live, Connection fresh, String user) {
    return driver.move(live, fresh, user, Duration.ZERO);
  }

  /** Moves a connection that is quiet. */
  HandOverResult moveQuiet(Connection live, Connection fresh, String user) {
    return driver.move(live, fresh, user, QUIET);
  }

  /**
   * Does something once, on the thread that moves: after both questions, before the exchange, and
   * without the lock of the driver. There must be a setting to carry over.
   */
  void whenCarrying(SqlAction action) {
    whenCarrying.set(action);
  }

  boolean hasCarried() {
    return whenCarrying.get() == null;
  }

  /** Has statements of a connection fail as at its deadline. */
  void failNext(Connection live) {
    Supplier<SQLException> failure = () -> new SQLException("ended", "08006");
    if (driver.failNext(live, failure, () -> {}) == null) {
      throw new IllegalStateException("the connection is in use, or not watched");
    }
  }

  /** Calls something on a thread of its own. */
  static <T> CompletableFuture<T> later(Callable<T> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return call.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task).start());
  }

  /** Returns the obstacle that is known. */
  @Nullable HandOverResult obstacle(Connection live) {
    return driver.obstacle(live, Duration.ZERO);
  }

  /** Tells of a call that cannot be looked at. */
  boolean seesFaulty(String kind) throws SQLException {
    return driver.seen(kind, new Object[0]);
  }

  /** Calls something on a thread that has the lock of the connection's driver. */
  static <T> T withLock(Connection connection, Callable<T> call) throws Exception {
    Object executor = MemberAccess.part(connection, "queryExecutor");
    if (!MemberAccess.has(executor, "lock")) {
      synchronized (executor) { // Its methods are synchronized so, before 42.6.
        return call.call();
      }
    }
    ReentrantLock lock = (ReentrantLock) MemberAccess.part(executor, "lock");
    lock.lock();
    try {
      return call.call();
    } finally {
      lock.unlock();
    }
  }

  /** Marks a connection as its driver does when GSS encrypts it. */
  static void setGssEncrypted(Connection connection) throws ReflectiveOperationException {
    Object executor = MemberAccess.part(connection, "queryExecutor");
    MemberAccess.set(MemberAccess.part(executor, "pgStream"), "gssEncrypted", true);
  }

  void endSession(Connection closed) {
    driver.endSession(closed);
  }

  /** Waits until the server has no session of these users. */
  void awaitNone(String... users) {
    long bound = System.nanoTime() + BOUND_NANOS;
    while (count(users) > 0 && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    if (count(users) > 0) {
      throw new AssertionError("sessions are left: " + server.sessions());
    }
  }

  private int count(String... users) {
    return Arrays.stream(users).mapToInt(user -> server.sessions().getOrDefault(user, 0)).sum();
  }

  /** Returns the number of its session, of which no statement tells. */
  int backend(Connection connection) throws Exception {
    return (int) connection.getClass().getMethod("getBackendPID").invoke(connection);
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Executes a statement, and cancels the work of its session until that has ended. */
  static void executeAndCancel(Connection connection, String sql) throws SQLException {
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Void> canceling =
        CompletableFuture.runAsync(
            () -> {
              while (!ended.get()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                cancel(connection);
              }
            },
            task -> new Thread(task).start());
    try {
      execute(connection, sql);
    } finally {
      ended.set(true);
      canceling.join();
    }
  }

  /** A statement's own would do nothing a second time, where the server was not asked yet. */
  static void cancel(Connection connection) {
    try {
      connection.getClass().getMethod("cancelQuery").invoke(connection);
    } catch (InvocationTargetException closed) {
      // There is nothing to cancel on it.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    InstalledHooks.set(null);
    application.close();
  }
}
