// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An application with several databases and no pool, as it runs in a JVM of its own. It obeys lines
 * of words on standard input:
 *
 * <ul>
 *   <li>{@code source NAME URL [KEY=VALUE ...]}: a URL, and the properties beside it;
 *   <li>{@code pgsimple NAME URL USER PASSWORD}: the same through {@code PGSimpleDataSource};
 *   <li>{@code connect NAME}: a new connection, once;
 *   <li>{@code every MILLIS NAME}: again and again, until {@code stop NAME};
 * </ul>
 *
 * and says of each connection {@code NAME ok MILLIS USER DATABASE} or {@code NAME failed MILLIS
 * STATE MESSAGE}, with the time since 1970.
 */
final class Connects {

  /** Opens one connection. */
  @FunctionalInterface
  private interface Opening {
    Connection open() throws SQLException;
  }

  private static final String POSTGRESQL = "SELECT session_user || ' ' || current_database()";
  private static final String MYSQL =
      "SELECT concat(substring_index(user(), '@', 1), ' ', coalesce(database(), '-'))";

  private final Map<String, Opening> sources = new HashMap<>();
  private final Map<String, Thread> loops = new HashMap<>();

  private Connects() {}

  public static void main(String[] args) throws Exception {
    for (String driver : args) {
      DriverManager.registerDriver(
          (Driver) Class.forName(driver).getDeclaredConstructor().newInstance());
    }
    Connects connects = new Connects();
    say("ready");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      connects.obey(line.split(" ", -1));
    }
  }

  private void obey(String[] words) throws Exception {
    switch (words[0]) {
      case "source" -> sources.put(words[1], source(words));
      case "pgsimple" -> sources.put(words[1], pgSimple(words));
      case "connect" -> connect(words[1]);
      case "every" -> repeat(words[2], Long.parseLong(words[1]));
      case "stop" -> {
        Thread loop = loops.remove(words[1]);
        loop.interrupt();
        loop.join();
        say(words[1] + " stopped");
      }
      default -> say("unknown command " + words[0]);
    }
  }

  private static Opening source(String[] words) {
    Properties properties = new Properties();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      properties.setProperty(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    return () -> DriverManager.getConnection(words[2], properties);
  }

  /** Sets nothing but server, port, user and password, so that the database is left to it. */
  private static Opening pgSimple(String[] words) throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.postgresql.ds.PGSimpleDataSource");
    DataSource dataSource = (DataSource) type.getDeclaredConstructor().newInstance();
    type.getMethod("setServerName", String.class).invoke(dataSource, words[2].split(":", -1)[0]);
    type.getMethod("setPortNumber", int.class)
        .invoke(dataSource, Integer.parseInt(words[2].split(":", -1)[1]));
    type.getMethod("setUser", String.class).invoke(dataSource, words[3]);
    type.getMethod("setPassword", String.class).invoke(dataSource, words[4]);
    return dataSource::getConnection;
  }

  private void repeat(String name, long millis) {
    Thread loop =
        new Thread(
            () -> {
              long next = System.nanoTime();
              while (!Thread.currentThread().isInterrupted()) {
                connect(name);
                next = Math.max(System.nanoTime(), next + TimeUnit.MILLISECONDS.toNanos(millis));
                LockSupport.parkNanos(next - System.nanoTime());
              }
            },
            name);
    loop.setDaemon(true);
    loops.put(name, loop);
    loop.start();
  }

  private void connect(String name) {
    @Nullable Opening source = sources.get(name);
    if (source == null) {
      say(name + " is not known");
      return;
    }
    try (Connection connection = source.open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question(connection))) {
      row.next();
      say(name + " ok " + System.currentTimeMillis() + " " + row.getString(1));
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage()).replace('\n', ' ');
      say(name + " failed " + System.currentTimeMillis() + " " + e.getSQLState() + " " + message);
    }
  }

  private static String question(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return product.equals("PostgreSQL") ? POSTGRESQL : MYSQL;
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
