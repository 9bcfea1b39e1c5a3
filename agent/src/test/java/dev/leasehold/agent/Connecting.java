// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.sql.DriverManager;
import java.sql.SQLException;

/** An application that connects to each of its arguments and says in a line how that went. */
final class Connecting {

  private Connecting() {}

  public static void main(String[] arguments) {
    for (String url : arguments) {
      connect(url);
    }
  }

  private static void connect(String url) {
    try {
      DriverManager.getConnection(url, "app", "of the application").close();
      System.out.println("connected");
    } catch (SQLException refused) {
      System.out.println(refused.getSQLState() + " " + refused.getMessage());
    }
  }
}
