// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens to the notifications of others, on one connection for as long as it lives. Listens again
 * when a line on standard input tells it to. Arguments: URL, user, password.
 */
public final class Ear {

  private Ear() {}

  public static void main(String[] args) throws IOException {
    do {
      try (Connection connection = Database.of(args).connect()) {
        listen(connection);
      } catch (SQLException e) {
        Output.say("lost " + Database.told(e));
      }
    } while (!Input.next().equals("stop"));
  }

  private static void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN orders");
    }
    Output.say("listening as " + Database.user(connection));
    PGConnection server = connection.unwrap(PGConnection.class);
    while (true) {
      for (PGNotification notification : server.getNotifications(0)) {
        Output.say("heard " + notification.getParameter());
      }
    }
  }
}
