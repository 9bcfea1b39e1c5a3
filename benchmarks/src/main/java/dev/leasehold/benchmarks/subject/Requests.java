// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;

/**
 * Opens connections when told to. Arguments: URL, user, password, and another user with the same
 * password; without them it only waits.
 *
 * <p>Requests: {@code connect N} opens and closes N connections and answers with the nanoseconds of
 * each; {@code both N} does so as the one and the other user in turns; {@code query} opens one,
 * asks it who it is, and answers {@code NANOS USER}; {@code meter} loads Micrometer, which has to
 * be beside it.
 */
public final class Requests {

  private static final int USER = 1;
  private static final int OTHER = 3;

  private Requests() {}

  /** Obeys until standard input ends. */
  public static void main(String[] login) throws IOException, SQLException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ", -1);
      System.out.println(
          switch (words[0]) {
            case "connect" -> connect(login, Integer.parseInt(words[1]), USER);
            case "both" -> connect(login, Integer.parseInt(words[1]), USER, OTHER);
            case "query" -> query(login);
            case "meter" -> ApplicationMeters.count();
            default -> "no such request: " + line;
          });
    }
  }

  private static String connect(String[] login, int times, int... users) throws SQLException {
    StringJoiner nanos = new StringJoiner(" ");
    for (int i = 0; i < times; i++) {
      for (int user : users) {
        long start = System.nanoTime();
        Connection connection = open(login, user);
        nanos.add(Long.toString(System.nanoTime() - start));
        connection.close();
      }
    }
    return nanos.toString();
  }

  private static String query(String[] login) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = open(login, USER);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return System.nanoTime() - start + " " + row.getString(1);
    }
  }

  private static Connection open(String[] login, int user) throws SQLException {
    return DriverManager.getConnection(login[0], login[user], login[2]);
  }
}
