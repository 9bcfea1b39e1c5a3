// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An application that still answers its last request when it is told to end. */
final class GracefulApplication {

  /** Longer than {@code leasehold.shutdown-timeout}. */
  private static final int LAST_REQUEST_SECONDS = 4;

  private GracefulApplication() {}

  public static void main(String[] arguments) throws Exception {
    Connection connection = connect(arguments[0]);
    Thread last = new Thread(() -> answerLastRequest(connection, arguments[0]));
    Runtime.getRuntime().addShutdownHook(last);
    System.out.println("serves as " + userOf(connection)); // The reader of this line ends the JVM.
    new CountDownLatch(1).await();
  }

  private static void answerLastRequest(Connection connection, String url) {
    try (Connection another = connect(url)) {
      boolean ignored = new CountDownLatch(1).await(LAST_REQUEST_SECONDS, TimeUnit.SECONDS);
      System.out.println("served as " + userOf(connection) + ", " + userOf(another));
    } catch (SQLException | InterruptedException failed) {
      System.out.println("failed: " + failed);
    }
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, "static", "does not exist");
  }

  private static String userOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT session_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
