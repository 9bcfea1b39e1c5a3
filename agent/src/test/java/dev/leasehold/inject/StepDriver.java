// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver for {@code jdbc:steps:postgresql:}, or for a marked URL of PostgreSQL's, whose
 * connections are pgjdbc's, woven, and write down each call. Before one of the first connection's
 * calls something can happen to it.
 */
public final class StepDriver implements Driver {

  private static final String PREFIX = "jdbc:steps:";
  private static final String PGJDBCS = "jdbc:";
  private static final String MARK = "ApplicationName=steps-of-a-pool";

  /** An event of a physical connection. */
  @FunctionalInterface
  interface Event {
    void happen(Connection physical) throws SQLException;
  }

  private static volatile @Nullable StepDriver current;

  private final Driver inner;
  private final int step;
  private final Event event;
  private final List<Calls> opened = new CopyOnWriteArrayList<>();

  static {
    try {
      DriverManager.registerDriver(new StepDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Pools make it, and the driver manager: it stands for the current driver. */
  public StepDriver() {
    this(null, -1, physical -> {});
  }

  private StepDriver(@Nullable Driver inner, int step, Event event) {
    this.inner = inner == null ? this : inner;
    this.step = step;
    this.event = event;
  }

  /**
   * Makes the driver that all instances stand for from now on.
   *
   * @param step before which call of the first connection the event happens, from 0; -1 for none
   */
  static StepDriver over(Driver inner, int step, Event event) {
    StepDriver driver = new StepDriver(inner, step, event);
    current = driver;
    return driver;
  }

  static String url(String url) {
    return url.replace(PGJDBCS, PREFIX);
  }

  /** Returns a URL of this driver's for a pool that takes PostgreSQL's only. */
  static String marked(String url) {
    return url.replace(PREFIX, PGJDBCS) + (url.contains("?") ? "&" : "?") + MARK;
  }

  /** Returns the calls of the first connection so far. */
  List<String> first() {
    return opened.get(0).copy();
  }

  /** Returns the calls of the connection that was opened last. */
  List<String> last() {
    return opened.get(opened.size() - 1).copy();
  }

  /** Returns the driver's own connections so far. */
  List<Connection> physical() {
    return opened.stream().map(calls -> calls.physical).toList();
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    return acceptsURL(url) ? requireNonNull(current).open(url, info) : null;
  }

  private Connection open(String url, Properties info) throws SQLException {
    Connection physical = requireNonNull(inner.connect(url.replace(PREFIX, PGJDBCS), info));
    Calls calls = new Calls(physical, opened.isEmpty() ? step : -1, event);
    opened.add(calls);
    return calls.proxy(Connection.class, physical, "");
  }

  /** The calls of one connection. */
  private static final class Calls {

    private final Connection physical;
    private final int step;
    private final Event event;
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());

    Calls(Connection physical, int step, Event event) {
      this.physical = physical;
      this.step = step;
      this.event = event;
    }

    List<String> copy() {
      synchronized (made) {
        return List.copyOf(made);
      }
    }

    <T> T proxy(Class<T> type, T target, String prefix) {
      return type.cast(
          Proxy.newProxyInstance(
              StepDriver.class.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) ->
                  method.getDeclaringClass() == Object.class && method.getName().equals("equals")
                      ? proxy == arguments[0]
                      : call(target, prefix, method, arguments)));
    }

    private @Nullable Object call(Object target, String prefix, Method method, Object[] arguments)
        throws Throwable {
      if (method.getDeclaringClass() != Object.class && !isOurs()) {
        if (made.size() == step) {
          event.happen(physical);
        }
        made.add(prefix + method.getName());
      }
      try {
        Object result = method.invoke(target, arguments);
        return result instanceof Statement statement && method.getReturnType() == Statement.class
            ? proxy(Statement.class, statement, "statement.")
            : result;
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }

    /** A call of the ledger's is no step of the pool's. */
    private static boolean isOurs() {
      return Thread.currentThread().getName().startsWith("leasehold-");
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX) || url.contains(MARK);
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
    return true;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }
}
