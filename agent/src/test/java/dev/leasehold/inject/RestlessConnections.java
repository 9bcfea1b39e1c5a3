// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Secret;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.sql.Login;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Moves each connection that an application opens to another user and back, without end. */
final class RestlessConnections implements Hooks {

  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Map<String, Login> others;
  private final HandOverDriver driver = Drivers.handOver();
  private final Queue<Opened> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Boolean> ours = ThreadLocal.withInitial(() -> false);
  private final Map<String, Integer> results = new TreeMap<>();

  /**
   * Makes hooks that move nothing before they are started.
   *
   * @param others by user, the login to move a connection to
   */
  RestlessConnections(Map<String, Login> others) {
    this.others = others;
  }

  void start() {
    Thread thread = new Thread(this::run, "restless-connections");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns how many attempts had each result. */
  synchronized String results() {
    return results.toString();
  }

  synchronized boolean hasMoved() {
    return results.containsKey(HandOverResult.MOVED.toString());
  }

  private synchronized void count(String result) {
    results.merge(result, 1, Integer::sum);
  }

  private void run() {
    ours.set(true);
    while (true) {
      LockSupport.parkNanos(PERIOD_NANOS);
      opened.removeIf(Opened::isGone);
      opened.forEach(Opened::move);
    }
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments) throws SQLException {
    driver.seen(kind, arguments);
    return null;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws Exception {
    ConnectMethod method = Drivers.connectMethods().get(connectMethod);
    ConnectionRequest request =
        ours.get() || method == null ? null : method.request(target, first, second);
    return request == null ? null : new Attempt(request, first, second);
  }

  /** A connect whose connection is moved from then on. */
  private final class Attempt extends UnchangedConnect {

    private final ConnectionRequest request;

    Attempt(ConnectionRequest request, @Nullable Object first, @Nullable Object second) {
      super(first, second);
      this.request = request;
    }

    @Override
    protected void opened(Object connection) {
      String user = request.user();
      if (user != null && others.containsKey(user)) {
        opened.add(new Opened((Connection) connection, request, user));
      }
    }
  }

  /** A connection, and its user now. */
  private final class Opened {

    private final WeakReference<Connection> connection;
    private final ConnectionRequest request;
    private String user;

    Opened(Connection connection, ConnectionRequest request, String user) {
      this.connection = new WeakReference<>(connection);
      this.request = request;
      this.user = user;
    }

    boolean isGone() {
      Connection live = connection.get();
      try {
        return live == null || live.isClosed();
      } catch (SQLException e) {
        return true;
      }
    }

    void move() {
      Connection live = connection.get();
      if (live == null) {
        return;
      }
      try {
        HandOverResult obstacle = driver.obstacle(live, Duration.ZERO);
        count(String.valueOf(obstacle == null ? moved(live) : obstacle));
      } catch (SQLException | RuntimeException e) {
        count("not tried: " + e);
      }
    }

    private HandOverResult moved(Connection live) throws SQLException {
      Login next = Objects.requireNonNull(others.get(user));
      Credential credential = new Credential(next.user(), Secret.of(next.password()));
      try (Connection fresh =
          request
              .recipe()
              .openAlike(
                  generation(credential),
                  new SessionStart(null, null),
                  request.targets().whole())) {
        HandOverResult result =
            driver.move(live, Objects.requireNonNull(fresh), user, Duration.ZERO);
        user = result.equals(HandOverResult.MOVED) ? next.user() : user;
        return result;
      }
    }
  }

  private static Generation generation(Credential credential) {
    return (Generation)
        Proxy.newProxyInstance(
            Generation.class.getClassLoader(),
            new Class<?>[] {Generation.class},
            (proxy, method, arguments) ->
                method.getName().equals("credential") ? credential : "fingerprint");
  }
}
