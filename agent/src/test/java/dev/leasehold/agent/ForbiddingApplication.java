// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.CountDownLatch;

/** An application that lets nobody open a socket once it has connected, as its own checks may. */
final class ForbiddingApplication {

  private ForbiddingApplication() {}

  @SuppressWarnings("deprecation") // Nothing else is as simple.
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0], "static", "none")) {
      Socket.setSocketImplFactory(
          () -> {
            throw new SecurityException("outbound_network is not entitled");
          });
      System.out.println("connected as " + connection.getMetaData().getUserName());
    }
    new CountDownLatch(1).await();
  }
}
