// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/**
 * Follows the rows that are written to the database, through a replication slot. It makes the slot
 * if it is not there, and goes on from it when its connection is lost. Arguments: URL, user,
 * password.
 */
public final class Replica {

  private static final String SLOT = "replica";
  private static final long PAUSE_MILLIS = 200;

  private Replica() {}

  public static void main(String[] args) {
    Database database = Database.of(args);
    while (true) {
      try (Connection connection = database.connect(replicating())) {
        follow(connection);
      } catch (SQLException e) {
        Output.say("lost " + Database.told(e));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    }
  }

  private static Properties replicating() {
    Properties properties = new Properties();
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "9.4");
    return properties;
  }

  private static void follow(Connection connection) throws SQLException {
    PGConnection server = connection.unwrap(PGConnection.class);
    if (!hasSlot(connection)) {
      server
          .getReplicationAPI()
          .createReplicationSlot()
          .logical()
          .withSlotName(SLOT)
          .withOutputPlugin("test_decoding")
          .make();
    }
    PGReplicationStream stream =
        server
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(SLOT)
            .withStatusInterval(100, TimeUnit.MILLISECONDS)
            .start();
    Output.say("following");
    while (true) {
      Output.say(text(stream.read()));
      stream.setAppliedLSN(stream.getLastReceiveLSN());
      stream.setFlushedLSN(stream.getLastReceiveLSN());
    }
  }

  private static boolean hasSlot(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + SLOT + "'")) {
      return row.next();
    }
  }

  private static String text(ByteBuffer change) {
    return StandardCharsets.UTF_8.decode(change).toString();
  }
}
