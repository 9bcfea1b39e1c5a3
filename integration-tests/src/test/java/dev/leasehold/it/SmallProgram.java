// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static java.io.File.pathSeparator;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.Thread.State;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does the work with drivers that its first argument names, prints {@code done}, and ends when its
 * standard input does.
 */
final class SmallProgram {

  private SmallProgram() {}

  /** Returns the arguments of {@code java} that run it with these, and with a driver. */
  static List<String> command(String... arguments) {
    return command(List.of(), arguments);
  }

  /** The same with more libraries. */
  static List<String> command(List<String> libraries, String... arguments) {
    String itself =
        SmallProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Stream<String> needed = Stream.concat(Stream.of("postgresql-42.7.14"), libraries.stream());
    String jars = needed.flatMap(Jars::library).map(Path::toString).collect(joining(pathSeparator));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-cp", itself + pathSeparator + jars, SmallProgram.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "rest" -> rest();
      case "list" -> list();
      case "load" -> Class.forName("org.postgresql.Driver");
      case "forbid" -> forbid(arguments[1]);
      case "roles" -> roles(Integer.parseInt(arguments[1]), arguments[2]);
      case "insert" -> insert(arguments[1], arguments[2]);
      case "remove" -> remove(arguments[1].equals("first"), arguments[2]);
      case "hangup" -> hangUp(arguments[1]);
      case "crowd" -> crowd(Integer.parseInt(arguments[1]), arguments[2], arguments[3]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("done");
    while (System.in.read() >= 0) {
      // Until it is closed.
    }
  }

  /** Waits until the agent watches for connections, of which none comes. */
  private static void rest() {
    await(
        "the agent would say of a JVM without connections",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("leasehold-unused")));
  }

  /** As servers and tools do that have nothing to do with a database. */
  private static void list() {
    if (Collections.list(DriverManager.getDrivers()).isEmpty()) {
      throw new IllegalStateException("no driver is on the class path");
    }
  }

  /** Connects, and from then on lets nobody open a socket, as an application's own checks may. */
  @SuppressWarnings("deprecation") // Nothing else is as simple.
  private static void forbid(String url) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(url, "app", "static")) {
      Socket.setSocketImplFactory(
          () -> {
            throw new SecurityException("outbound_network is not entitled");
          });
    }
  }

  /**
   * Has a handler of its own for SIGHUP, which calls another program's that was there before, and
   * connects.
   */
  private static void hangUp(String url) throws Exception {
    Class<?> signal = Class.forName("sun.misc.Signal"); // Not in the API that this is compiled for.
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    AtomicReference<@Nullable Object> before = new AtomicReference<>();
    Object own =
        Proxy.newProxyInstance(
            SmallProgram.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, values) -> {
              System.out.println("own handler");
              Object another = before.get();
              boolean jdks = another == null || another.getClass().getClassLoader() == null;
              return jdks ? null : method.invoke(another, values);
            });
    Object hangup = signal.getConstructor(String.class).newInstance("HUP");
    before.set(signal.getMethod("handle", signal, handler).invoke(null, hangup, own));
    DriverManager.getConnection(url, "app", "static").close();
  }

  /** Connects until it has been so many roles. */
  private static void roles(int count, String url) throws SQLException {
    Set<String> seen = new HashSet<>();
    while (seen.size() < count) {
      try (Connection connection = DriverManager.getConnection(url, "app", "static")) {
        seen.add(connection.getMetaData().getUserName());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /** Puts a security provider first, takes away the providers that TLS needs, and connects. */
  private static void insert(String provider, String url) throws Exception {
    Provider first = (Provider) Class.forName(provider).getConstructor().newInstance();
    Security.insertProviderAt(first, 1);
    List.of("SunJSSE", "SunEC", "SunRsaSign").forEach(Security::removeProvider);
    DriverManager.getConnection(url, "app", "static").close();
  }

  /**
   * Takes all security providers away, before the driver is loaded or at a line after it. Prints
   * the reason why the driver cannot log in to PostgreSQL then.
   */
  private static void remove(boolean first, String url) throws Exception {
    if (!first) {
      Class.forName("org.postgresql.Driver");
      int line = System.in.read();
      System.out.println("goes on at " + line);
    }
    for (Provider provider : Security.getProviders()) {
      Security.removeProvider(provider.getName());
    }
    try (Connection connection = DriverManager.getConnection(url, "app", "static")) {
      throw new IllegalStateException("connected to " + connection);
    } catch (Exception | Error expected) {
      System.out.println("failed: " + expected);
    }
  }

  /**
   * Loads the driver and waits for a line. Then asks for connections on so many virtual threads, in
   * turns to the two URLs. When all of them wait, runs one more thread. Virtual threads that wait
   * in a monitor hold their carriers, and that thread does not run.
   */
  private static void crowd(int threads, String url, String other) throws Exception {
    Class.forName("org.postgresql.Driver");
    if (System.in.read() < 0) {
      return;
    }
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String at = i % 2 == 0 ? url : other;
      crowd.add(startVirtualThread(() -> ask(at)));
    }
    await("all threads wait", () -> crowd.stream().allMatch(SmallProgram::waits));
    CountDownLatch ran = new CountDownLatch(1);
    Thread another = startVirtualThread(ran::countDown);
    await("another runs", () -> ran.getCount() == 0 && another.getState() == State.TERMINATED);
  }

  private static void ask(String url) {
    try (Connection connection = DriverManager.getConnection(url, "app", "static")) {
      throw new IllegalStateException("connected to " + connection);
    } catch (SQLException refused) {
      // There is no credential to be had.
    }
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == State.WAITING || thread.getState() == State.TIMED_WAITING;
  }

  /** Shorter than a connection waits for its credential. */
  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not so within 60 s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** Of Java 21, which this is not compiled for. */
  private static Thread startVirtualThread(Runnable task) throws ReflectiveOperationException {
    return (Thread)
        Objects.requireNonNull(
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task));
  }
}
