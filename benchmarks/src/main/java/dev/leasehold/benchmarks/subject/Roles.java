// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Asks for its user, again and again, and prints it when it changes. Arguments: {@code pool} or
 * {@code driver}, URL, user, password.
 */
public final class Roles {

  private Roles() {}

  private interface Source {
    Connection open() throws SQLException;
  }

  /** Prints a time and a role each time the role has changed, for ever. */
  public static void main(String[] arguments) throws SQLException {
    Source source = source(arguments);
    String last = "";
    while (true) {
      String role = role(source);
      if (!role.equals(last)) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        System.out.println(now + " " + role);
        last = role;
      }
    }
  }

  private static Source source(String[] login) {
    if (login[0].equals("driver")) {
      return () -> DriverManager.getConnection(login[1], login[2], login[3]);
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(login[1]);
    config.setUsername(login[2]);
    config.setPassword(login[3]);
    config.setMaximumPoolSize(1); // Of several, a borrower keeps its last.
    HikariDataSource pool = new HikariDataSource(config);
    return pool::getConnection;
  }

  private static String role(Source source) throws SQLException {
    try (Connection connection = source.open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
