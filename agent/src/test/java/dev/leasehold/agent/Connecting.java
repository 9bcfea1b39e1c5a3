package dev.leasehold.agent;

import java.sql.DriverManager;
import java.sql.SQLException;

/** An application that connects once and says how that went. */
final class Connecting {

  private Connecting() {}

  public static void main(String[] arguments) {
    try {
      DriverManager.getConnection(arguments[0], "app", "of the application").close();
      System.out.println("connected");
    } catch (SQLException refused) {
      System.out.println(refused.getSQLState() + " " + refused.getMessage());
    }
  }
}
