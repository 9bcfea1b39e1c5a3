// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.postgresql.xa.PGXADataSource;

/**
 * Commits in two phases, as a transaction manager does. Arguments: URL, user, password. Commands
 * come line by line on standard input:
 *
 * <ul>
 *   <li>{@code prepare ID}
 *   <li>{@code commit ID}, on the connection that prepared it
 *   <li>{@code lose ID}, which closes that connection
 *   <li>{@code recover ID}, which commits on a new connection
 *   <li>{@code stop}
 * </ul>
 */
public final class TwoPhase {

  private final PGXADataSource dataSource = new PGXADataSource();
  private final Map<String, XAConnection> prepared = new HashMap<>();

  private TwoPhase(Database database) {
    dataSource.setUrl(database.url());
    dataSource.setUser(database.user());
    dataSource.setPassword(database.password());
  }

  public static void main(String[] args) throws IOException, SQLException {
    TwoPhase manager = new TwoPhase(Database.of(args));
    String line = Input.next();
    while (!line.equals("stop")) {
      String[] words = line.split(" ");
      Output.say(words[1] + " " + manager.obey(words[0], words[1]));
      line = Input.next();
    }
  }

  private String obey(String verb, String id) throws SQLException {
    try {
      return switch (verb) {
        case "prepare" -> "prepared by " + prepare(id);
        case "commit" -> "committed by " + commit(id, prepared.get(id));
        case "recover" -> "committed by " + recover(id);
        default -> lose(id);
      };
    } catch (XAException e) {
      return "failed " + Database.told((SQLException) e.getCause());
    }
  }

  private String prepare(String id) throws SQLException, XAException {
    XAConnection connection = dataSource.getXAConnection();
    prepared.put(id, connection);
    XAResource resource = connection.getXAResource();
    String user = user(connection);
    Branch branch = new Branch(id);
    resource.start(branch, XAResource.TMNOFLAGS);
    try (Statement statement = connection.getConnection().createStatement()) {
      statement.execute("INSERT INTO transfers VALUES ('" + id + "')");
    }
    resource.end(branch, XAResource.TMSUCCESS);
    resource.prepare(branch);
    return user;
  }

  private String lose(String id) throws SQLException {
    prepared.remove(id).close();
    return "lost";
  }

  private static String commit(String id, XAConnection connection)
      throws SQLException, XAException {
    String user = user(connection);
    connection.getXAResource().commit(new Branch(id), false);
    return user;
  }

  private String recover(String id) throws SQLException, XAException {
    XAConnection connection = dataSource.getXAConnection();
    try {
      return commit(id, connection);
    } finally {
      connection.close();
    }
  }

  private static String user(XAConnection connection) throws SQLException {
    try (Connection handle = connection.getConnection()) {
      return Database.user(handle);
    }
  }
}
