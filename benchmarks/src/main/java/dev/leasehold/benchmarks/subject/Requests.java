// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;

/**
 * Opens connections when told to. Arguments: URL, user, password, and another URL with the same
 * login; without them it only waits.
 *
 * <p>The requests:
 *
 * <ul>
 *   <li>{@code connect N} opens and closes N connections. For each it answers with two numbers of
 *       nanoseconds: its time, and the processor time of its thread.
 *   <li>{@code both N} does so with both URLs, N times each, of which each comes first in turns.
 *       The answer has the first URL's numbers before the other's.
 *   <li>{@code query} opens a connection, asks for its user, and answers {@code NANOS USER}.
 *   <li>{@code meter} loads Micrometer, which has to be beside it, and answers with the number of
 *       Leasehold's meters.
 *   <li>{@code scrape PORT} does so, with a page for Prometheus at that port.
 *   <li>{@code manage} loads JMX, and answers with the number of Leasehold's MBeans.
 *   <li>{@code beans} does so, and reads all attributes of these and of the JVM's.
 * </ul>
 */
public final class Requests {

  private static final int URL = 0;
  private static final int OTHER = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Requests() {}

  /** Obeys until standard input ends. */
  public static void main(String[] login) throws IOException, SQLException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ", -1);
      System.out.println(
          switch (words[0]) {
            case "connect" -> connect(login, Integer.parseInt(words[1]));
            case "both" -> both(login, Integer.parseInt(words[1]));
            case "query" -> query(login);
            case "meter" -> ApplicationMeters.count();
            case "scrape" -> ScrapedMeters.at(Integer.parseInt(words[1]));
            case "manage" -> ApplicationBeans.count();
            case "beans" -> ApplicationBeans.read();
            default -> "no such request: " + line;
          });
    }
  }

  private static String connect(String[] login, int times) throws SQLException {
    StringJoiner nanos = new StringJoiner(" ");
    for (int i = 0; i < times; i++) {
      nanos.add(nanosOf(login, URL));
    }
    return nanos.toString();
  }

  private static String both(String[] login, int times) throws SQLException {
    StringJoiner nanos = new StringJoiner(" ");
    for (int i = 0; i < times; i++) {
      boolean otherFirst = i % 2 == 1;
      String before = otherFirst ? nanosOf(login, OTHER) : "";
      nanos.add(nanosOf(login, URL));
      nanos.add(otherFirst ? before : nanosOf(login, OTHER));
    }
    return nanos.toString();
  }

  private static String nanosOf(String[] login, int url) throws SQLException {
    long processor = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Connection connection = open(login, url);
    long nanos = System.nanoTime() - start;
    processor = THREADS.getCurrentThreadCpuTime() - processor;
    connection.close();
    return nanos + " " + processor;
  }

  private static String query(String[] login) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = open(login, URL);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return System.nanoTime() - start + " " + row.getString(1);
    }
  }

  private static Connection open(String[] login, int url) throws SQLException {
    return DriverManager.getConnection(login[url], login[1], login[2]);
  }
}
