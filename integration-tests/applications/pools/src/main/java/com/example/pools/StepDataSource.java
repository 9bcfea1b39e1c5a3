// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source whose connections write down each call. Before one of the first connection's calls
 * it waits until that connection has ended, as a slow machine may with a short lease. An
 * application server makes its instances; the name of their pool keeps the instances of a pool
 * together.
 */
public final class StepDataSource implements DataSource {

  private static final Map<String, List<Calls>> OPENED = new ConcurrentHashMap<>();

  /** Longer than any lease of a test that runs this. */
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  private String pool = "";
  private String url = "";
  private String user = "";
  private String password = "";
  private int step = -1;
  private String others = "";

  public void setPool(String pool) {
    this.pool = pool;
  }

  public void setUrl(String url) {
    this.url = url;
  }

  public void setUser(String user) {
    this.user = user;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** How the names of threads begin whose calls are not the pool's; empty for none. */
  public void setOthers(String others) {
    this.others = others;
  }

  /** Before which call of the first connection it waits, from 0; -1 for none. */
  public void setStep(int step) {
    this.step = step;
  }

  /** Returns the calls of a pool's connections, the first of them first. */
  static List<List<String>> calls(String pool) {
    List<List<String>> calls = new ArrayList<>();
    OPENED.getOrDefault(pool, Collections.emptyList()).forEach(each -> calls.add(each.copy()));
    return calls;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(user, password);
  }

  @Override
  public Connection getConnection(String asUser, String withPassword) throws SQLException {
    Connection physical = DriverManager.getConnection(url, asUser, withPassword);
    List<Calls> opened = OPENED.computeIfAbsent(pool, name -> new CopyOnWriteArrayList<>());
    Calls calls = new Calls(physical, opened.isEmpty() ? step : -1, others);
    opened.add(calls);
    return (Connection)
        Proxy.newProxyInstance(
            StepDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getDeclaringClass() == Object.class && method.getName().equals("equals")
                    ? proxy == arguments[0]
                    : calls.call(method, arguments));
  }

  /** The calls of one connection. */
  private static final class Calls {

    private final Connection physical;
    private final int step;
    private final String others;
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());

    Calls(Connection physical, int step, String others) {
      this.physical = physical;
      this.step = step;
      this.others = others;
    }

    List<String> copy() {
      synchronized (made) {
        return new ArrayList<>(made);
      }
    }

    Object call(Method method, Object... arguments) throws Throwable {
      if (isOfThePool() && method.getDeclaringClass() != Object.class) {
        if (made.size() == step) {
          awaitEnd();
        }
        made.add(method.getName());
      }
      try {
        return method.invoke(physical, arguments);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }

    private boolean isOfThePool() {
      return others.isEmpty() || !Thread.currentThread().getName().startsWith(others);
    }

    private void awaitEnd() throws SQLException {
      long bound = System.nanoTime() + BOUND_NANOS;
      while (!physical.isClosed()) {
        if (System.nanoTime() > bound) {
          throw new SQLException("the first connection does not end");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("no wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
