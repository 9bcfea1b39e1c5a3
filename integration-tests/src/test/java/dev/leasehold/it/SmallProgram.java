package dev.leasehold.it;

import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Does with drivers what its first argument says, prints {@code done}, and ends when its standard
 * input does.
 */
final class SmallProgram {

  private SmallProgram() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "list" -> list();
      case "load" -> Class.forName("org.postgresql.Driver");
      case "forbid" -> forbid(arguments[1]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("done");
    while (System.in.read() >= 0) {
      // Until it is closed.
    }
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
}
