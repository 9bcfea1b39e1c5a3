package dev.leasehold.inject.pool;

import java.sql.Connection;
import java.sql.SQLException;

/** What may become of a connection while its pool sets it up. */
public final class SetUps {

  private SetUps() {}

  /**
   * Returns whether the connection has ended: what the pool learned from it then is of no use. No
   * I/O.
   */
  public static boolean hasEnded(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException unusable) {
      return true;
    }
  }
}
